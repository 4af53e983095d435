/*
 * Reads the parts of an ONNX file (onnx.proto3) that a rewriting needs, from files that are pinned by hash: nodes with
 * their attributes as they stand, and constants, whether they are initializers or `Constant` nodes.
 */

/** A node; an attribute stays the bytes of its AttributeProto. */
export interface RawNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Uint8Array>;
}

export interface RawConstant {
  readonly dims: readonly number[];
  /** `float32`, or the bytes of another type, which are carried along. */
  readonly type: number;
  readonly data: Float32Array | Uint8Array;
}

export interface RawGraph {
  readonly nodes: readonly RawNode[];
  readonly constants: ReadonlyMap<string, RawConstant>;
  /** Bytes of each ValueInfoProto. */
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
  readonly opset: number;
}

/** TensorProto.DataType.FLOAT */
export const FLOAT = 1;

type Value = number | Uint8Array;

function* fieldsOf(bytes: Uint8Array): Generator<readonly [field: number, value: Value]> {
  const at = { offset: 0 };
  while (at.offset < bytes.length) {
    const key = varint(bytes, at);
    const wire = key & 7;
    if (wire === 0) yield [key >>> 3, varint(bytes, at)];
    else {
      const length = wire === 5 ? 4 : wire === 1 ? 8 : varint(bytes, at);
      if (at.offset + length > bytes.length) throw new Error('not a whole ONNX file');
      yield [key >>> 3, bytes.subarray(at.offset, at.offset + length)];
      at.offset += length;
    }
  }
}

/** Beyond 2⁵³ low bits are lost, which only negative numbers have: none is read here. */
function varint(bytes: Uint8Array, at: { offset: number }): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at.offset++];
    if (byte === undefined) throw new Error('not a whole ONNX file');
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
}

const all = (bytes: Uint8Array, field: number): Value[] =>
  [...fieldsOf(bytes)].filter(([f]) => f === field).map(([, value]) => value);
const allBytes = (bytes: Uint8Array, field: number): Uint8Array[] =>
  all(bytes, field).filter((value) => typeof value !== 'number');
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
const floats = (bytes: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(bytes).buffer);

function readNode(bytes: Uint8Array): RawNode {
  return {
    op: text(allBytes(bytes, 4)[0]),
    inputs: allBytes(bytes, 1).map(text),
    outputs: allBytes(bytes, 2).map(text),
    attributes: new Map(allBytes(bytes, 5).map((a) => [text(allBytes(a, 1)[0]), a])),
  };
}

function readTensor(bytes: Uint8Array): RawConstant {
  const dims = all(bytes, 1).map(Number);
  const type = Number(all(bytes, 2)[0]);
  // A tensor without values has none to write.
  const raw = allBytes(bytes, 9)[0] ?? (dims.includes(0) ? new Uint8Array() : undefined);
  if (raw === undefined) throw new Error('a tensor without raw_data');
  return { dims, type, data: type === FLOAT ? floats(raw) : raw };
}

/** The graph of an ONNX file. Throws when it is cut short or has a tensor in another form than `raw_data`. */
export function readOnnx(file: Uint8Array): RawGraph {
  const graph = allBytes(file, 7)[0] ?? new Uint8Array();
  const nodes = allBytes(graph, 1).map(readNode);
  const constants = new Map<string, RawConstant>();
  for (const tensor of allBytes(graph, 5)) constants.set(text(allBytes(tensor, 8)[0]), readTensor(tensor));
  for (const { op, outputs, attributes } of nodes) {
    const tensor =
      op === 'Constant' ? allBytes(attributes.get('value') ?? new Uint8Array(), 5)[0] : undefined;
    if (tensor !== undefined) constants.set(outputs[0] ?? '', readTensor(tensor));
  }
  return {
    nodes: nodes.filter((node) => node.op !== 'Constant'),
    constants,
    inputs: allBytes(graph, 11),
    outputs: allBytes(graph, 12),
    opset: Number(all(allBytes(file, 8)[0] ?? new Uint8Array(), 2)[0]),
  };
}

/** The number in a node's attribute (float or int), the first one of a list. */
export function numberOf(node: RawNode, name: string): number | undefined {
  const bytes = node.attributes.get(name);
  if (bytes === undefined) return undefined;
  for (const [field, value] of fieldsOf(bytes)) {
    if (field === 2 && typeof value !== 'number')
      return new DataView(value.buffer, value.byteOffset, 4).getFloat32(0, true);
    if ((field === 3 || field === 8) && typeof value === 'number') return value;
  }
  return undefined;
}
