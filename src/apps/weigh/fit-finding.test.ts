import { describe, expect, it } from 'vitest';
import { Finding } from '../../contract/index.ts';
import { fitFinding } from './fit-finding.ts';

describe('a finding whose parts come from a hostile app', () => {
  it('is cut to what a finding may hold instead of ending the run', () => {
    const path = 'x'.repeat(60_000);
    const fitted = fitFinding({
      id: 'any',
      title: path,
      detail: path,
      severity: 'info',
      locations: [
        { kind: 'method', class: path, method: path, entry: path },
        ...Array.from({ length: 500 }, () => ({ kind: 'entry' as const, path })),
      ],
    });
    expect(Finding.parse(fitted).locations).toHaveLength(200);
    expect(fitted.title.endsWith('…')).toBe(true);
  });

  it('is left as it is where it fits', () => {
    const finding = {
      id: 'any',
      title: 'T',
      detail: 'D',
      severity: 'info' as const,
      locations: [{ kind: 'entry' as const, path: 'a', offset: 3 }],
    };
    expect(fitFinding(finding)).toEqual(finding);
  });
});
