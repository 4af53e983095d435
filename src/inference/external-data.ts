import { AnalysisFailure } from '../contract/plain.ts';

/*
 * ONNX can keep weights in other files by path (TensorProto.data_location = EXTERNAL): CVE-2022-25882, CVE-2024-27318,
 * CVE-2025-51480. No model of ours does; one that does is not opened, whatever its hash.
 * Field numbers: onnx.proto3, IR version 10.
 */

type Fields = { readonly [field: number]: keyof typeof messages | 'external' };

const messages = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  function: { 7: 'node' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'external', 14: 'external' },
} as const satisfies { [message: string]: { [field: number]: string } };

const MAX_DEPTH = 32;

/** Throws `AnalysisFailure('model-missing')` when any tensor points outside the file, or the file is not an ONNX model. */
export function refuseExternalData(model: Uint8Array, name: string): void {
  if (walk(Buffer.from(model.buffer, model.byteOffset, model.byteLength), 'model', 0))
    throw new AnalysisFailure(
      'model-missing',
      `The model ${name} keeps weights in other files. It was not opened.`,
    );
}

/** True when the message holds a tensor with external data. */
function walk(bytes: Buffer, message: keyof typeof messages, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  const known: Fields = messages[message];
  const at = { offset: 0 };
  while (at.offset < bytes.length) {
    const key = readVarint(bytes, at);
    const inner = known[key >>> 3];
    const payload = readField(bytes, at, key & 7);
    if (inner === 'external') {
      if (typeof payload !== 'number' || payload !== 0) return true;
    } else if (inner !== undefined && typeof payload !== 'number' && walk(payload, inner, depth + 1))
      return true;
  }
  return false;
}

/** A varint's value, or the bytes of a length-delimited or fixed field. */
function readField(bytes: Buffer, at: { offset: number }, wireType: number): number | Buffer {
  if (wireType === 0) return readVarint(bytes, at);
  const length = wireType === 1 ? 8 : wireType === 5 ? 4 : wireType === 2 ? readVarint(bytes, at) : -1;
  if (length < 0 || at.offset + length > bytes.length)
    throw new AnalysisFailure(
      'model-missing',
      'The model is not a well-formed ONNX file. It was not opened.',
    );
  at.offset += length;
  return bytes.subarray(at.offset - length, at.offset);
}

/** Protocol Buffers base-128 varint; values beyond 2⁵³ lose their low bits, which no length or key has. */
function readVarint(bytes: Buffer, at: { offset: number }): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = bytes[at.offset++];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new AnalysisFailure('model-missing', 'The model is not a well-formed ONNX file. It was not opened.');
}
