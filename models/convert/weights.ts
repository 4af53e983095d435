import type { WeightSpec } from './tfjs.ts';

/** A constant of the graph, dequantised. Row-major, channels last as TensorFlow keeps them. */
export interface Weight {
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int32';
  readonly data: Float32Array | Int32Array;
}

/** IEEE 754 binary16 to a number. */
export function halfToNumber(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

interface Encoding {
  readonly bytes: number;
  readonly read: (buffer: Buffer, offset: number) => number;
}

function encodingOf(spec: WeightSpec): Encoding {
  const { quantization: q } = spec;
  if (q?.dtype === 'float16') return { bytes: 2, read: (b, o) => halfToNumber(b.readUInt16LE(o)) };
  if (q !== undefined) {
    const { scale, min } = q;
    if (scale === undefined || min === undefined) throw new Error(`${spec.name}: quantised without scale`);
    return q.dtype === 'uint8'
      ? { bytes: 1, read: (b, o) => b.readUInt8(o) * scale + min }
      : { bytes: 2, read: (b, o) => b.readUInt16LE(o) * scale + min };
  }
  return spec.dtype === 'int32'
    ? { bytes: 4, read: (b, o) => b.readInt32LE(o) }
    : { bytes: 4, read: (b, o) => b.readFloatLE(o) };
}

/** Splits one weights file into its constants. Throws when the file is shorter than its list says, or longer. */
export function decodeWeights(buffer: Buffer, specs: readonly WeightSpec[]): [string, Weight][] {
  let offset = 0;
  const weights = specs.map((spec): [string, Weight] => {
    const encoding = encodingOf(spec);
    const count = spec.shape.reduce((a, b) => a * b, 1);
    const data = spec.dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
    for (let i = 0; i < count; i++, offset += encoding.bytes) data[i] = encoding.read(buffer, offset);
    return [spec.name, { shape: spec.shape, type: spec.dtype, data }];
  });
  if (offset !== buffer.length) throw new Error(`weights hold ${buffer.length} bytes, the list ${offset}`);
  return weights;
}
