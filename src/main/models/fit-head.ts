import { minimise } from './minimise.ts';

/** Rows of features, and which of them are of generated pictures. */
export interface Examples {
  readonly rows: readonly Float32Array[];
  readonly generated: readonly boolean[];
}

/** A linear head on the features as they come: score = weights · features + bias, ln of the odds for generated. */
export interface Head {
  readonly weights: Float64Array;
  readonly bias: number;
}

/** Mean and spread of each feature; one that never changes has a spread of 1 and so no say. */
interface Scale {
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

/**
 * Logistic regression on standardised features in which both kinds weigh the same. `ridge` is the penalty on the squared
 * weights. The standardisation is folded into the weights.
 */
export function fitHead(examples: Examples, ridge: number): Head {
  const scale = scaleOf(examples.rows);
  const rows = examples.rows.map((row) => standardise(row, scale));
  const length = scale.mean.length;
  const solution = minimise(new Float64Array(length + 1), (at, gradient) =>
    costAndGradient(rows, examples.generated, ridge, at, gradient),
  );
  const weights = new Float64Array(length);
  let bias = solution[length] ?? 0;
  for (let i = 0; i < length; i++) {
    const weight = (solution[i] ?? 0) / (scale.spread[i] ?? 1);
    weights[i] = weight;
    bias -= weight * (scale.mean[i] ?? 0);
  }
  return { weights, bias };
}

export function scoreOf({ weights, bias }: Head, row: Float32Array): number {
  let score = bias;
  for (let i = 0; i < weights.length; i++) score += (weights[i] ?? 0) * (row[i] ?? 0);
  return score;
}

function scaleOf(rows: readonly Float32Array[]): Scale {
  const length = rows[0]?.length ?? 0;
  const mean = new Float64Array(length);
  const spread = new Float64Array(length);
  for (const row of rows)
    for (let i = 0; i < length; i++) mean[i] = (mean[i] ?? 0) + (row[i] ?? 0) / rows.length;
  for (const row of rows)
    for (let i = 0; i < length; i++)
      spread[i] = (spread[i] ?? 0) + ((row[i] ?? 0) - (mean[i] ?? 0)) ** 2 / rows.length;
  for (let i = 0; i < length; i++) {
    const deviation = Math.sqrt(spread[i] ?? 0);
    spread[i] = deviation > 1e-9 * (1 + Math.abs(mean[i] ?? 0)) ? deviation : 1;
  }
  return { mean, spread };
}

function standardise(row: Float32Array, { mean, spread }: Scale): Float64Array {
  return Float64Array.from(row, (value, i) => (value - (mean[i] ?? 0)) / (spread[i] ?? 1));
}

/** Fills `gradient` and returns the cost. The last parameter is the bias, which is not penalised. */
function costAndGradient(
  rows: readonly Float64Array[],
  generated: readonly boolean[],
  ridge: number,
  at: Float64Array,
  gradient: Float64Array,
): number {
  const last = at.length - 1;
  const positives = generated.filter(Boolean).length;
  const [onGenerated, onReal] = [0.5 / positives, 0.5 / (rows.length - positives)];
  let cost = 0;
  for (let i = 0; i < last; i++) {
    cost += (ridge / 2) * (at[i] ?? 0) ** 2;
    gradient[i] = ridge * (at[i] ?? 0);
  }
  gradient[last] = 0;
  rows.forEach((row, n) => {
    let z = at[last] ?? 0;
    for (let i = 0; i < last; i++) z += (at[i] ?? 0) * (row[i] ?? 0);
    const label = generated[n] ? 1 : 0;
    const weight = generated[n] ? onGenerated : onReal;
    cost += weight * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - label * z);
    const error = weight * (1 / (1 + Math.exp(-z)) - label);
    for (let i = 0; i < last; i++) gradient[i] = (gradient[i] ?? 0) + error * (row[i] ?? 0);
    gradient[last] = (gradient[last] ?? 0) + error;
  });
  return cost;
}
