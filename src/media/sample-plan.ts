import type { Stretch } from './stream-frames.ts';

export interface SampleBudget {
  /** Frames in all. */
  readonly frames: number;
  /** Frames of one burst, one after the other as they stand in the film. */
  readonly burst: number;
  /** Most bursts spread evenly, and most at changes of scene. */
  readonly even: number;
  readonly scenes: number;
}

export interface SamplePlan {
  /** In the order to examine them: were it stopped, what was seen so far is spread over the film. */
  readonly bursts: readonly Stretch[];
  /** The film is so short that every frame of it is in the one burst. */
  readonly whole: boolean;
}

const LIKELY_RATE = 25;
const MAX_RATE = 240;

/** A rate that can be reckoned with: what a file claims can be anything. */
export function sensibleRate(claimed: number | undefined): number {
  return claimed !== undefined && claimed >= 1 && claimed <= MAX_RATE ? claimed : LIKELY_RATE;
}

/** 0, 1, 2… up to `count`, each as far as can be from those before (van der Corput's sequence in base 2). */
export function spreadOrder(count: number): number[] {
  const bits = Math.ceil(Math.log2(Math.max(2, count)));
  const reversed = (n: number): number => {
    let turned = 0;
    for (let bit = 0; bit < bits; bit++) if (n & (1 << bit)) turned |= 1 << (bits - 1 - bit);
    return turned;
  };
  return Array.from({ length: 1 << bits }, (_, i) => reversed(i)).filter((n) => n < count);
}

/**
 * Where to look in a film of `durationMs`: all of it when it has no more frames than the budget, else bursts in the
 * middle of equal parts.
 */
export function planBursts(durationMs: number, framesPerSecond: number, budget: SampleBudget): SamplePlan {
  const frameMs = 1000 / framesPerSecond;
  if (durationMs / frameMs <= budget.frames)
    return { bursts: [{ startMs: 0, frames: budget.frames, stepMs: 0 }], whole: true };
  const count = Math.max(1, Math.min(budget.even, Math.floor(budget.frames / budget.burst)));
  const bursts = spreadOrder(count).map((i): Stretch => {
    const middle = ((i + 0.5) * durationMs) / count;
    const startMs = Math.max(0, Math.floor(middle - (budget.burst * frameMs) / 2));
    return { startMs, frames: budget.burst, stepMs: 0 };
  });
  return { bursts, whole: false };
}

/** Bursts just after changes of scene, strongest first, none within a burst's length of one chosen already. */
export function planScenes(
  scenes: readonly number[],
  chosen: readonly Stretch[],
  framesPerSecond: number,
  budget: SampleBudget,
): Stretch[] {
  const apart = Math.max(500, (2 * budget.burst * 1000) / framesPerSecond);
  const most = Math.min(budget.scenes, Math.floor(budget.frames / budget.burst) - chosen.length);
  const added: Stretch[] = [];
  for (const startMs of scenes) {
    if (added.length >= most) break;
    if ([...chosen, ...added].every((other) => Math.abs(other.startMs - startMs) >= apart))
      added.push({ startMs, frames: budget.burst, stepMs: 0 });
  }
  return added;
}
