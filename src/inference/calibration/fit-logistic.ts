import { requireScores, type Scores } from './scores.ts';

export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

const MOST_STEPS = 100;
const ENOUGH = 1e-10;

/**
 * The line for which ln LR = slope · score + intercept: logistic regression in which both kinds weigh the same, whatever
 * their counts. A small ridge on the slope (one picture's worth) keeps it finite where the kinds do not overlap. A
 * detector is never turned round: where higher scores are met on real pictures, slope and intercept are 0.
 */
export function fitLogistic(scores: Scores): Line {
  requireScores(scores);
  const { centre, spread } = scaleOf([...scores.real, ...scores.generated]);
  if (spread === 0) return { slope: 0, intercept: 0 };
  const samples = [
    ...scores.real.map((s) => ({ x: (s - centre) / spread, y: 0, weight: 0.5 / scores.real.length })),
    ...scores.generated.map((s) => ({
      x: (s - centre) / spread,
      y: 1,
      weight: 0.5 / scores.generated.length,
    })),
  ];
  const { slope, intercept } = newton(samples, 1 / samples.length);
  if (slope <= 0) return { slope: 0, intercept: 0 };
  return { slope: slope / spread, intercept: intercept - (slope * centre) / spread };
}

interface Sample {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

function scaleOf(values: readonly number[]): { centre: number; spread: number } {
  const centre = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / values.length;
  return { centre, spread: Math.sqrt(variance) };
}

/** ln(1 + e^x). */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function costOf(samples: readonly Sample[], { slope, intercept }: Line, ridge: number): number {
  let cost = (ridge / 2) * slope * slope;
  for (const { x, y, weight } of samples) {
    const z = slope * x + intercept;
    cost += weight * (softplus(z) - y * z);
  }
  return cost;
}

/** Newton's method in two dimensions; a step that does not lower the cost is halved. */
function newton(samples: readonly Sample[], ridge: number): Line {
  let at: Line = { slope: 0, intercept: 0 };
  let cost = costOf(samples, at, ridge);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(samples, at, ridge);
    let share = 1;
    let next = moved(at, move, share);
    let nextCost = costOf(samples, next, ridge);
    while (nextCost > cost && share > 1e-6) {
      share /= 2;
      next = moved(at, move, share);
      nextCost = costOf(samples, next, ridge);
    }
    const gain = cost - nextCost;
    if (!(gain > 0)) return at;
    at = next;
    cost = nextCost;
    if (gain < ENOUGH) return at;
  }
  return at;
}

const moved = (at: Line, move: Line, share: number): Line => ({
  slope: at.slope - share * move.slope,
  intercept: at.intercept - share * move.intercept,
});

/** Gradient divided by curvature. */
function newtonStep(samples: readonly Sample[], { slope, intercept }: Line, ridge: number): Line {
  let [ga, gb, haa, hab, hbb] = [ridge * slope, 0, ridge, 0, 1e-12];
  for (const { x, y, weight } of samples) {
    const p = sigmoid(slope * x + intercept);
    const error = weight * (p - y);
    const bend = weight * p * (1 - p);
    ga += error * x;
    gb += error;
    haa += bend * x * x;
    hab += bend * x;
    hbb += bend;
  }
  const determinant = haa * hbb - hab * hab;
  return {
    slope: (hbb * ga - hab * gb) / determinant,
    intercept: (haa * gb - hab * ga) / determinant,
  };
}
