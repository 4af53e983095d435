import { type Attribute, attribute } from './onnx.ts';
import { bytes, encode, integer, message, text } from './protobuf.ts';
import { FLOAT, type RawConstant, type RawGraph, type RawNode } from './read-onnx.ts';

/** A graph that is being rewritten. Nodes stay in an order in which each comes after those that it takes from. */
export class OnnxEditor {
  readonly #source: RawGraph;
  readonly constants: Map<string, RawConstant>;
  nodes: RawNode[];

  constructor(source: RawGraph) {
    this.#source = source;
    this.nodes = [...source.nodes];
    this.constants = new Map(source.constants);
  }

  get opset(): number {
    return this.#source.opset;
  }

  /** The nodes that take a value. */
  users(name: string): RawNode[] {
    return this.nodes.filter((node) => node.inputs.includes(name));
  }

  /** The only node that takes a value, if it does this operation. */
  onlyUser(name: string, op: string): RawNode | undefined {
    const [user, ...others] = this.users(name);
    return user?.op === op && others.length === 0 ? user : undefined;
  }

  maker(name: string): RawNode | undefined {
    return this.nodes.find((node) => node.outputs.includes(name));
  }

  /** The single number of a constant. */
  scalar(name: string | undefined): number | undefined {
    const data = this.floats(name);
    return data?.length === 1 ? data[0] : undefined;
  }

  floats(name: string | undefined): Float32Array | undefined {
    const data = this.constants.get(name ?? '')?.data;
    return data instanceof Float32Array ? data : undefined;
  }

  /** The number in one of a node's inputs, and the input that is none. */
  split(node: RawNode): { readonly number: number; readonly other: string } | undefined {
    const [a = '', b = ''] = node.inputs;
    const [left, right] = [this.scalar(a), this.scalar(b)];
    if (right !== undefined) return { number: right, other: a };
    return left === undefined ? undefined : { number: left, other: b };
  }

  setFloats(name: string, dims: readonly number[], values: ArrayLike<number>): string {
    this.constants.set(name, { dims, type: FLOAT, data: Float32Array.from(values) });
    return name;
  }

  /** Puts nodes in the place of one, and takes others out. */
  replace(place: RawNode, by: readonly RawNode[], gone: readonly RawNode[] = []): void {
    this.nodes = this.nodes.flatMap((node) => (node === place ? by : gone.includes(node) ? [] : [node]));
  }

  /** The bytes of the file, with these outputs (name, element type, rank) or those it had. The same graph, the same bytes. */
  write(
    outputs?: readonly { readonly name: string; readonly type: number; readonly rank: number }[],
  ): Uint8Array {
    const used = new Set(this.nodes.flatMap((node) => node.inputs));
    const ports =
      outputs?.map(({ name, type, rank }) => {
        const dims = Array.from({ length: rank }, (_, i) => message(1, [text(2, `${name}-${i}`)]));
        return message(12, [text(1, name), message(2, [message(1, [integer(1, type), message(2, dims)])])]);
      }) ?? this.#source.outputs.map((port) => bytes(12, port));
    const graph = [
      ...this.nodes.map(nodeField),
      text(2, 'graph'),
      ...[...this.constants].filter(([name]) => used.has(name)).map(constantField),
      ...this.#source.inputs.map((port) => bytes(11, port)),
      ...ports,
    ];
    const opset = message(8, [text(1, ''), integer(2, this.opset)]);
    return encode([integer(1, 8), text(2, 'assay'), message(7, graph), opset]);
  }
}

const nodeField = ({ op, inputs, outputs, attributes }: RawNode): ReturnType<typeof message> =>
  message(1, [
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    text(3, outputs[0] ?? ''),
    text(4, op),
    ...[...attributes.values()].map((value) => bytes(5, value)),
  ]);

function constantField([name, { dims, type, data }]: readonly [string, RawConstant]): ReturnType<
  typeof message
> {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message(5, [...dims.map((d) => integer(1, d)), integer(2, type), text(8, name), bytes(9, raw)]);
}

/** A node written anew. */
export function makeNode(
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Attribute[] = [],
): RawNode {
  const list = attributes.map((one) => [one.name, encode(attribute(one))] as const);
  return { op, inputs, outputs: [output], attributes: new Map(list) };
}
