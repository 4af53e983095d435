import { describe, expect, it } from 'vitest';
import { findingWeights } from '../../../data/apps/weights.ts';
import { brandFindingIds } from '../brands/judge-brand.ts';
import { weigh } from './weigh.ts';

const finding = (id: string) => ({ id, title: 'T', detail: '', severity: 'info' as const });

describe('the table of weights', () => {
  it('lets no single trait but a borrowed brand or a demanded invitation say anything by itself', () => {
    const telling = findingWeights.filter(({ ratio }) => ratio >= 2).map(({ group }) => group);
    expect([...new Set(telling)]).toEqual(['identity', 'invitation']);
  });

  it('has each finding once, and a reason for each', () => {
    const ids = findingWeights.map((weight) => weight.finding);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { why } of findingWeights) expect(why.length).toBeGreaterThan(20);
  });

  it('has entries only for brand findings that are made', () => {
    const made: readonly string[] = Object.values(brandFindingIds);
    const listed = findingWeights.filter(({ group }) => group === 'identity').map((weight) => weight.finding);
    expect(listed.filter((id) => !made.includes(id))).toEqual([]);
  });
});

describe('weighing', () => {
  it('adds the weight of the id or of what it begins with, and says whose judgement it is', () => {
    expect(weigh(finding('signing/debug-key-0123')).support).toMatchObject({
      question: 'fraudulent-app',
      group: 'distribution',
      basis: expect.stringContaining('Judged by the authors, not counted'),
    });
    expect(weigh(finding('imitates-brand/look-alike')).support?.ratio).toBe(15);
  });

  it('leaves alone what has no entry or a weight of its own', () => {
    expect(weigh(finding('kyc-collection')).support).toBeUndefined();
    expect(weigh(finding('permissions/few')).support).toBeUndefined();
    const own = { question: 'fraudulent-app' as const, ratio: 3, group: 'x', basis: 'counted' };
    expect(weigh({ ...finding('hot-update'), support: own }).support).toBe(own);
  });
});
