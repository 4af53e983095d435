import { describe, expect, it } from 'vitest';
import { planBursts, planScenes, sensibleRate, spreadOrder } from './sample-plan.ts';

const budget = { frames: 288, burst: 12, even: 18, scenes: 6 };

describe('where a film is looked at', () => {
  it('a short one is looked at whole', () => {
    const plan = planBursts(10_000, 25, budget);
    expect(plan).toEqual({ bursts: [{ startMs: 0, frames: 288, stepMs: 0 }], whole: true });
    expect(planBursts(0, 25, budget).whole).toBe(true);
  });
  it('a long one in bursts that are spread over all of it, within the budget', () => {
    for (const durationMs of [60_000, 7_200_000, 86_400_000]) {
      const { bursts, whole } = planBursts(durationMs, 30, budget);
      expect(whole).toBe(false);
      expect(bursts).toHaveLength(18);
      const starts = bursts.map(({ startMs }) => startMs).sort((a, b) => a - b);
      expect(starts[0]).toBeLessThan(durationMs / 18);
      expect(starts.at(-1)).toBeGreaterThan((durationMs * 16) / 18);
      expect(starts.at(-1)).toBeLessThan(durationMs);
      expect(new Set(starts).size).toBe(18);
    }
  });
  it('so ordered that the first few are spread over all of it already', () => {
    const first = planBursts(7_200_000, 30, budget).bursts.slice(0, 4);
    const quarters = first.map(({ startMs }) => Math.floor(startMs / 1_800_000));
    expect(new Set(quarters).size).toBeGreaterThanOrEqual(3);
    expect([...spreadOrder(18)].sort((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, i) => i));
  });
  it('at changes of scene that no burst shows yet, strongest first', () => {
    const { bursts } = planBursts(600_000, 25, budget);
    const taken = bursts[0]?.startMs ?? 0;
    const scenes = planScenes([taken + 100, 7000, 7100, 100_500], bursts, 25, budget);
    expect(scenes.map(({ startMs }) => startMs)).toEqual([7000, 100_500]);
    expect(
      planScenes(
        Array.from({ length: 50 }, (_, i) => i * 5000 + 1),
        [],
        25,
        budget,
      ),
    ).toHaveLength(6);
  });
  it('a rate that nobody films at is not believed', () => {
    expect([1_000_000, 0.000001, undefined, 30].map(sensibleRate)).toEqual([25, 25, 25, 30]);
  });
});
