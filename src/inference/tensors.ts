import type { OnnxValue, Tensor as RuntimeTensor } from 'onnxruntime-node';
import { AnalysisFailure, type Tensor } from '../contract/plain.ts';

/** Most values of one tensor: 64 Mi, 256 MiB of float32. */
const MAX_VALUES = 64 * 1024 * 1024;

/** Contract tensor → runtime tensor. Throws `AnalysisFailure('malformed')` for NaN, infinity or dims that do not fit. */
export async function toRuntime(tensor: Tensor, name: string): Promise<RuntimeTensor> {
  const { Tensor: Runtime } = await import('onnxruntime-node');
  const count = tensor.dims.reduce((product, dim) => product * dim, 1);
  if (count !== tensor.data.length || count > MAX_VALUES || !tensor.dims.every(Number.isSafeInteger))
    throw new AnalysisFailure(
      'malformed',
      `Input ${name}: ${tensor.data.length} values do not fill ${tensor.dims.join('×')}.`,
    );
  refuseNonFinite(tensor, `Input ${name}`, 'malformed');
  return new Runtime(tensor.type, tensor.data, tensor.dims);
}

/** Runtime tensor → contract tensor. Throws `AnalysisFailure('unsupported')` for NaN or infinity: such a score means nothing. */
export function fromRuntime(value: OnnxValue, name: string): Tensor {
  if (!('dims' in value) || !('data' in value))
    throw new AnalysisFailure('unsupported', `Output ${name} is not a tensor.`);
  const tensor = asTensor(value as RuntimeTensor, name);
  refuseNonFinite(tensor, `Output ${name}`, 'unsupported');
  return tensor;
}

function asTensor({ type, dims, data }: RuntimeTensor, name: string): Tensor {
  if (type === 'float32' && data instanceof Float32Array) return { type, dims, data };
  if (type === 'int32' && data instanceof Int32Array) return { type, dims, data };
  if (type === 'int64' && data instanceof BigInt64Array) return { type, dims, data };
  if ((type === 'uint8' || type === 'bool') && data instanceof Uint8Array) return { type, dims, data };
  if (type === 'float16' && ArrayBuffer.isView(data))
    // Where the engine has Float16Array the runtime uses it; the contract carries the bits.
    return { type, dims, data: new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) };
  throw new AnalysisFailure('unsupported', `Output ${name} has the type ${type}, which Assay does not read.`);
}

/** Exponent bits of a float and of a half float: all set means NaN or infinity (IEEE 754-2008, binary32 and binary16). */
const FLOAT_EXPONENT = 0x7f800000;
const HALF_EXPONENT = 0x7c00;

/** Looks at the bits, in one plain loop: a reader of text lines gives millions of scores for each picture. */
function areFinite({ buffer, byteOffset, length }: Float32Array): boolean {
  const bits = new Int32Array(buffer, byteOffset, length);
  for (let i = 0; i < length; i++) if (((bits[i] ?? 0) & FLOAT_EXPONENT) === FLOAT_EXPONENT) return false;
  return true;
}

function refuseNonFinite(tensor: Tensor, name: string, failure: 'malformed' | 'unsupported'): void {
  const bad =
    (tensor.type === 'float32' && !areFinite(tensor.data)) ||
    (tensor.type === 'float16' && tensor.data.some((bits) => (bits & HALF_EXPONENT) === HALF_EXPONENT));
  if (bad)
    throw new AnalysisFailure(failure, `${name} holds NaN or infinity: no score can be taken from it.`);
}
