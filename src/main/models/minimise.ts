/** Fills `gradient` for the point `at` and returns the cost there. */
export type Cost = (at: Float64Array, gradient: Float64Array) => number;

const MEMORY = 10;
const MOST_STEPS = 300;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

/**
 * The point of least cost of a smooth convex function, by L-BFGS (Nocedal and Wright, algorithm 7.4) with steps halved until
 * the cost falls enough. Ends when the gradient or the gain is negligible.
 */
export function minimise(start: Float64Array, costOf: Cost): Float64Array {
  let at: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(at.length);
  let cost = costOf(at, gradient);
  const pairs: Pair[] = [];
  for (let n = 0; n < MOST_STEPS && norm(gradient) > 1e-7; n++) {
    const direction = descent(gradient, pairs);
    const next = search(at, cost, gradient, direction, costOf);
    if (next === undefined) break;
    const step = minus(next.at, at);
    const change = minus(next.gradient, gradient);
    const curvature = dot(step, change);
    if (curvature > 1e-12) pairs.push({ step, change, curvature });
    if (pairs.length > MEMORY) pairs.shift();
    const gain = cost - next.cost;
    ({ at, gradient, cost } = next);
    if (gain < 1e-9 * (1 + Math.abs(cost))) break;
  }
  return at;
}

/** Two loops over the remembered steps stand for the inverse of the curvature. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = Float64Array.from(gradient);
  const shares: number[] = [];
  for (const { step, change, curvature } of [...pairs].reverse()) {
    const share = dot(step, q) / curvature;
    shares.unshift(share);
    add(q, change, -share);
  }
  const last = pairs.at(-1);
  const scale = last === undefined ? 1 : last.curvature / dot(last.change, last.change);
  for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) * scale;
  pairs.forEach(({ step, change, curvature }, i) => {
    add(q, step, (shares[i] ?? 0) - dot(change, q) / curvature);
  });
  return q.map((value) => -value);
}

function search(
  at: Float64Array,
  cost: number,
  gradient: Float64Array,
  direction: Float64Array,
  costOf: Cost,
): { at: Float64Array; gradient: Float64Array; cost: number } | undefined {
  const slope = dot(gradient, direction);
  for (let share = 1; share > 1e-10; share /= 2) {
    const next = Float64Array.from(at);
    add(next, direction, share);
    const nextGradient = new Float64Array(at.length);
    const nextCost = costOf(next, nextGradient);
    if (nextCost <= cost + 1e-4 * share * slope) return { at: next, gradient: nextGradient, cost: nextCost };
  }
  return undefined;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
};
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - (b[i] ?? 0));

/** a += factor · b */
function add(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) + factor * (b[i] ?? 0);
}
