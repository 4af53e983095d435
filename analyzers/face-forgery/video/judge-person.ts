import type { Calibration } from '../../../src/contract/plain.ts';
import type { Box } from '../../../src/media/index.ts';
import { linkPeople, median } from '../../../src/vision/index.ts';
import { LEAST_LOOKS } from './budget.ts';
import { type FaceRun, type Look, placeOf, type StretchLook } from './look.ts';

/** One person over the whole film, as far as looks and place tell. */
export interface Person {
  /** From 1, in order of first appearance. */
  readonly number: number;
  readonly runs: readonly FaceRun[];
  /** In order of time. */
  readonly looks: readonly Look[];
  readonly startMs: number;
  readonly endMs: number;
  /** Parts of the picture's sides. */
  readonly place: Box;
}

/** Scores of one person's face over the frames that were examinable. */
export interface PersonScore {
  readonly frames: number;
  readonly median: number;
  /** Mean without the highest and lowest tenth. */
  readonly trimmedMean: number;
  /** Of the frames, those at or above the head's threshold; undefined without a calibration. */
  readonly above: number | undefined;
  /** The scored look whose score is the median, or just above it. */
  readonly middle: Look;
}

/** Puts together what was followed in different places of the film. Faces that were never looked at closely are left out. */
export function findPeople(stretches: readonly StretchLook[]): Person[] {
  const runs = stretches.flatMap((stretch) => stretch.runs);
  const owners = linkPeople(
    runs.map((run) => ({
      startMs: run.startMs,
      endMs: run.endMs,
      place: placeOf(run),
      identity: run.looks.flatMap(({ identity }) => (identity === undefined ? [] : [identity])),
    })),
  );
  const count = Math.max(-1, ...owners) + 1;
  return Array.from({ length: count }, (_, i) => {
    const own = runs.filter((_run, at) => owners[at] === i);
    const looks = own.flatMap((run) => run.looks).sort((a, b) => a.atMs - b.atMs);
    const largest = own.reduce((a, b) => (b.frames > a.frames ? b : a));
    return {
      number: i + 1,
      ...{ runs: own, looks },
      startMs: Math.min(...own.map(({ startMs }) => startMs)),
      endMs: Math.max(...own.map(({ endMs }) => endMs)),
      place: placeOf(largest),
    };
  });
}

/** Undefined: too few frames could be examined to say anything of a face in motion. */
export function scorePerson(
  { looks }: Person,
  calibration: Calibration | undefined,
): PersonScore | undefined {
  const scored = looks.filter((look): look is Look & { score: number } => look.score !== undefined);
  if (scored.length < LEAST_LOOKS) return undefined;
  const byScore = [...scored].sort((a, b) => a.score - b.score || a.atMs - b.atMs);
  const scores = byScore.map(({ score }) => score);
  const cut = Math.floor(scores.length / 10);
  const kept = scores.slice(cut, scores.length - cut);
  const threshold = calibration?.threshold.score;
  return {
    frames: scored.length,
    median: median(scores),
    trimmedMean: kept.reduce((sum, score) => sum + score, 0) / kept.length,
    above: threshold === undefined ? undefined : scores.filter((score) => score >= threshold).length,
    middle: byScore[byScore.length >> 1] ?? (byScore[0] as Look),
  };
}

/** Why frames were not scored, most frequent first. */
export function refusalsOf({ looks }: Person): { readonly detail: string; readonly count: number }[] {
  const counts = new Map<string, { detail: string; count: number }>();
  for (const { verdict } of looks) {
    if (verdict.ok) continue;
    const known = counts.get(verdict.rule) ?? { detail: verdict.detail, count: 0 };
    counts.set(verdict.rule, { ...known, count: known.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
