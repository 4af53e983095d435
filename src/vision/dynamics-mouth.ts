import type { Moment } from './dynamics-blink.ts';
import { distance, EYE_CORNERS, type Mesh } from './track-mesh.ts';

/** How far the lips are apart, as part of the distance of the eyes. */
export function mouthOpening(mesh: Mesh): number {
  const eyes = distance(mesh, EYE_CORNERS[0], EYE_CORNERS[1]);
  return eyes > 0 ? distance(mesh, 13, 14) / eyes : 0;
}

/** Sums of the squares of all samples up to each one: the power of any part is then one subtraction. */
function powerSums(sound: Float32Array): Float64Array {
  const sums = new Float64Array(sound.length + 1);
  for (let i = 0; i < sound.length; i++) sums[i + 1] = (sums[i] ?? 0) + (sound[i] ?? 0) ** 2;
  return sums;
}

/** Loudness in the window around a moment (counted from the beginning of the sound), decibels below full scale, at least −60. */
function loudnessAt(sums: Float64Array, rate: number, atMs: number): number {
  const samples = sums.length - 1;
  const from = Math.round(((atMs - SPEECH_WINDOW_MS / 2) * rate) / 1000);
  const to = from + Math.round((SPEECH_WINDOW_MS * rate) / 1000);
  const [first, last] = [from, to].map((at) => Math.max(0, Math.min(samples, at))) as [number, number];
  const power = ((sums[last] ?? 0) - (sums[first] ?? 0)) / Math.max(1, last - first);
  return Math.max(-60, 10 * Math.log10(power + 1e-12));
}

export interface Lag {
  /** How much later the sound is than the picture; negative: it comes first. */
  readonly ms: number;
  /** Correlation of lips and loudness at that lag, −1 to 1. */
  readonly correlation: number;
  /** How far it stands above the correlations at other lags, in their standard deviations. */
  readonly prominence: number;
  /** Moments compared. */
  readonly moments: number;
}

const STEP_MS = 20;
/** Lags that are looked for, and those that tell what chance gives. */
const MAX_LAG_MS = 800;
const CHANCE_FROM_MS = 1000;
const CHANCE_TO_MS = 3000;
const SPEECH_WINDOW_MS = 80;

/**
 * The lag at which the opening of the mouth goes best with the loudness of the sound. Undefined: too few moments, a mouth
 * that does not move or sound without change.
 */
export function findLag(
  mouth: readonly Moment[],
  sound: Float32Array,
  rate: number,
  soundStartMs: number,
): Lag | undefined {
  if (mouth.length < 40) return undefined;
  const values = standardise(withoutDrift(mouth.map(({ value }) => value)));
  if (values === undefined) return undefined;
  const sums = powerSums(sound);
  const at = (lag: number): number => {
    const loud = standardise(
      withoutDrift(mouth.map(({ atMs }) => loudnessAt(sums, rate, atMs + lag - soundStartMs))),
    );
    return loud === undefined ? 0 : values.reduce((sum, v, i) => sum + v * (loud[i] ?? 0), 0) / values.length;
  };
  const near = lags(-MAX_LAG_MS, MAX_LAG_MS).map((ms) => ({ ms, correlation: at(ms) }));
  const chance = [...lags(-CHANCE_TO_MS, -CHANCE_FROM_MS), ...lags(CHANCE_FROM_MS, CHANCE_TO_MS)].map(at);
  const best = near.reduce((a, b) => (b.correlation > a.correlation ? b : a));
  const spread = deviation(chance);
  if (spread === 0) return undefined;
  return { ...best, prominence: (best.correlation - mean(chance)) / spread, moments: mouth.length };
}

function lags(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / STEP_MS + 1 }, (_, i) => from + i * STEP_MS);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - middle) ** 2)));
}

/** Each value less the mean of those around it: what changes slowly is no speech. */
function withoutDrift(values: readonly number[]): number[] {
  const HALF = 12;
  return values.map((v, i) => v - mean(values.slice(Math.max(0, i - HALF), i + HALF + 1)));
}

function standardise(values: readonly number[]): number[] | undefined {
  const spread = deviation(values);
  const middle = mean(values);
  return spread > 1e-6 ? values.map((v) => (v - middle) / spread) : undefined;
}
