import { describe, expect, it } from 'vitest';
import { chooseIsolation } from './choose-isolation.ts';

const able = async () => ({ isolation: 'bubblewrap' as const, why: 'it works.' });
const unable = async () => ({ isolation: 'process' as const, why: 'no user namespaces.' });
const office = { isolation: 'auto' as const, production: false, allowProcessIsolation: false };
const production = { ...office, production: true };

describe('isolation', () => {
  it('is bubblewrap wherever the machine can build its jails', async () => {
    expect((await chooseIsolation(production, able)).isolation).toBe('bubblewrap');
  });

  it('falls back to a process outside production only', async () => {
    expect((await chooseIsolation(office, unable)).isolation).toBe('process');
    await expect(chooseIsolation(production, unable)).rejects.toThrow(/no user namespaces/);
  });

  it('is weaker in production only when someone accepted it', async () => {
    const accepted = { ...production, allowProcessIsolation: true };
    expect((await chooseIsolation(accepted, unable)).isolation).toBe('process');
  });

  it('is never weaker than what was asked for by name', async () => {
    await expect(chooseIsolation({ ...office, isolation: 'bubblewrap' }, unable)).rejects.toThrow(
      /assay doctor/,
    );
  });
});
