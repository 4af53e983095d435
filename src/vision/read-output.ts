import { AnalysisFailure, type FeatureOutput, type ScoreOutput, type Tensor } from '../contract/plain.ts';

/** Closer to 0 or 1 a probability in single precision says no more. */
const NEAREST = 1e-7;

/**
 * The score in a network's outputs, higher for generated. Where the number becomes a probability (or is one) the score is
 * its log-odds, on which a calibration is nearly a straight line. Throws `AnalysisFailure('unsupported')` when there is no such
 * output or the number is none.
 */
export function readOutput(outputs: Readonly<Record<string, Tensor>>, spec: ScoreOutput): number {
  const values = floatsOf(outputs, spec.name);
  const value = values[spec.index];
  if (value === undefined)
    throw unusable(
      `Output ${spec.name} has ${values.length} numbers; the score is said to be number ${spec.index}.`,
    );
  const score = onScale(value, values, spec);
  if (!Number.isFinite(score))
    throw unusable(`Output ${spec.name} gave ${score}: no score can be taken from it.`);
  return spec.meaning === 'higher-is-generated' ? score : -score;
}

function onScale(value: number, values: Float32Array, { activation, index, name }: ScoreOutput): number {
  if (activation === 'softmax') return value - logOfOthers(values, index);
  if (activation !== 'applied') return value;
  if (value < 0 || value > 1)
    throw unusable(
      `Output ${name} gave ${value}, which is no probability: the manifest's “activation” is wrong.`,
    );
  const kept = Math.min(1 - NEAREST, Math.max(NEAREST, value));
  return Math.log(kept / (1 - kept));
}

/** ln of the sum of e to all the others: what softmax's log-odds are measured against. */
function logOfOthers(values: Float32Array, index: number): number {
  const others = values.filter((_, i) => i !== index);
  if (others.length === 0)
    throw unusable('Softmax needs two numbers or more: the manifest’s “activation” is wrong.');
  const most = others.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return most + Math.log(others.reduce((sum, other) => sum + Math.exp(other - most), 0));
}

/** One row of features. Throws `AnalysisFailure('unsupported')` when the output has another shape than the manifest says. */
export function readFeatures(outputs: Readonly<Record<string, Tensor>>, spec: FeatureOutput): Float32Array {
  const values = floatsOf(outputs, spec.name);
  const rows = values.length / spec.length;
  if (!Number.isInteger(rows) || rows < 1 || (spec.pool === 'none' && rows !== 1))
    throw unusable(
      `Output ${spec.name} has ${values.length} numbers, not ${spec.length}${spec.pool === 'none' ? '' : ' in each row'}.`,
    );
  return spec.pool === 'mean' ? meanOfRows(values, rows, spec.length) : values.slice(0, spec.length);
}

function meanOfRows(values: Float32Array, rows: number, length: number): Float32Array {
  const mean = new Float32Array(length);
  values.forEach((value, i) => {
    mean[i % length] = (mean[i % length] ?? 0) + value / rows;
  });
  return mean;
}

function floatsOf(outputs: Readonly<Record<string, Tensor>>, name: string): Float32Array {
  const tensor = outputs[name];
  if (tensor?.type === 'float32') return tensor.data;
  const names = Object.keys(outputs).slice(0, 10).join(', ');
  throw unusable(
    tensor === undefined
      ? `The model has no output ${name}; it has: ${names}.`
      : `Output ${name} holds ${tensor.type}; only float32 is read.`,
  );
}

function unusable(why: string): AnalysisFailure {
  return new AnalysisFailure('unsupported', why);
}
