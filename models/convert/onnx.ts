import { bytes, encode, type Field, float, integer, message, text } from './protobuf.ts';

/** Field numbers and enum values are those of onnx.proto (ONNX 1.12, IR version 8, opset 13). */
export const IR_VERSION = 8;
export const OPSET = 13;

export const elementTypes = { float32: 1, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;

const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

export type Attribute =
  | { readonly name: string; readonly int: number }
  | { readonly name: string; readonly float: number }
  | { readonly name: string; readonly string: string }
  | { readonly name: string; readonly ints: readonly number[] };

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: readonly Attribute[];
}

export interface Initializer {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: ElementType;
  readonly data: Float32Array | BigInt64Array;
}

/** A graph's input or output. A dimension of -1 is free (the batch). */
export interface Port {
  readonly name: string;
  readonly dims: readonly number[] | undefined;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** The fields of an AttributeProto. */
export function attribute(a: Attribute): Field[] {
  const value = (): Field[] => {
    if ('int' in a) return [integer(3, a.int), integer(20, attributeTypes.int)];
    if ('float' in a) return [float(2, a.float), integer(20, attributeTypes.float)];
    if ('string' in a) return [text(4, a.string), integer(20, attributeTypes.string)];
    return [...a.ints.map((v) => integer(8, v)), integer(20, attributeTypes.ints)];
  };
  return [text(1, a.name), ...value()];
}

function node(n: OnnxNode): Field {
  return message(1, [
    ...n.inputs.map((input) => text(1, input)),
    text(2, n.output),
    text(3, n.output),
    text(4, n.op),
    ...n.attributes.map((a) => message(5, attribute(a))),
  ]);
}

function initializer(t: Initializer): Field {
  // raw_data is little-endian by definition; so are all machines that Node runs on.
  const raw = new Uint8Array(t.data.buffer, t.data.byteOffset, t.data.byteLength);
  return message(5, [
    ...t.dims.map((d) => integer(1, d)),
    integer(2, elementTypes[t.type]),
    text(8, t.name),
    bytes(9, raw),
  ]);
}

function port(field: number, p: Port): Field {
  const dim = (d: number): Field => message(1, [d < 0 ? text(2, 'batch') : integer(1, d)]);
  const shape = p.dims === undefined ? [] : [message(2, p.dims.map(dim))];
  const tensor = message(1, [integer(1, elementTypes.float32), ...shape]);
  return message(field, [text(1, p.name), message(2, [tensor])]);
}

/** The bytes of an ONNX file. The same graph always gives the same bytes. */
export function writeOnnx(graph: OnnxGraph): Uint8Array {
  const body = [
    ...graph.nodes.map(node),
    text(2, 'graph'),
    ...graph.initializers.map(initializer),
    ...graph.inputs.map((p) => port(11, p)),
    ...graph.outputs.map((p) => port(12, p)),
  ];
  const opset = message(8, [text(1, ''), integer(2, OPSET)]);
  return encode([integer(1, IR_VERSION), text(2, 'assay'), message(7, body), opset]);
}
