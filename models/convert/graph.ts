import type { Attribute, Initializer, OnnxGraph, OnnxNode, Port } from './onnx.ts';
import { dataInputs, nodeName, type TfGraph, type TfNode } from './tfjs.ts';
import type { Weight } from './weights.ts';

/**
 * A tensor of the ONNX graph. TensorFlow keeps channels last, ONNX's convolutions want them second: a `channels-first`
 * value has been transposed, and stays so until an operation needs the axes as they were.
 */
export interface Value {
  readonly name: string;
  readonly layout: 'as-is' | 'channels-first';
  readonly weight?: Weight;
}

export type Operation = (node: TfNode, graph: GraphWriter) => Value;

/** Collects nodes and constants of the ONNX graph while the TensorFlow graph is walked from its outputs. */
export class GraphWriter {
  readonly #source: TfGraph;
  readonly #operations: Readonly<Record<string, Operation>>;
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers: Initializer[] = [];
  readonly #inputs: Port[] = [];
  readonly #values = new Map<string, Value>();
  readonly #asIs = new Map<string, string>();
  #next = 0;

  constructor(source: TfGraph, operations: Readonly<Record<string, Operation>>) {
    this.#source = source;
    this.#operations = operations;
  }

  /** Adds one ONNX node and returns the name of its output. */
  add(op: string, inputs: readonly string[], attributes: readonly Attribute[] = [], output?: string): string {
    const name = output ?? `t${this.#next++}`;
    this.#nodes.push({ op, inputs, output: name, attributes });
    return name;
  }

  floats(dims: readonly number[], values: ArrayLike<number>): string {
    return this.#constant(dims, 'float32', Float32Array.from(values));
  }

  integers(values: readonly number[]): string {
    return this.#constant([values.length], 'int64', BigInt64Array.from(values.map(BigInt)));
  }

  input(name: string, dims: readonly number[]): void {
    this.#inputs.push({ name, dims });
  }

  /** The constant behind the n-th input of a node. */
  weight(node: TfNode, index: number): Weight {
    const name = dataInputs(node)[index] ?? '';
    const weight = this.#source.weights.get(name);
    if (weight === undefined) throw new Error(`${node.name}: input ${index} (${name}) is not a constant`);
    return weight;
  }

  /** The value of the n-th input of a node, converting whatever it depends on first. */
  value(node: TfNode, index: number): Value {
    const name = dataInputs(node)[index];
    if (name === undefined) throw new Error(`${node.name}: has no input ${index}`);
    return this.visit(name);
  }

  visit(reference: string): Value {
    const name = nodeName(reference);
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const value = this.#convert(name);
    this.#values.set(name, value);
    return value;
  }

  /** With channels second, as convolutions and pools want it. */
  channelsFirst(value: Value): string {
    if (value.layout === 'channels-first') return value.name;
    return this.add('Transpose', [value.name], [{ name: 'perm', ints: [0, 3, 1, 2] }]);
  }

  /** With the axes in TensorFlow's order. */
  asIs(value: Value): string {
    if (value.layout === 'as-is') return value.name;
    const known = this.#asIs.get(value.name);
    if (known !== undefined) return known;
    const name = this.add('Transpose', [value.name], [{ name: 'perm', ints: [0, 2, 3, 1] }]);
    this.#asIs.set(value.name, name);
    return name;
  }

  finish(outputs: readonly Port[]): OnnxGraph {
    // A constant that was reshaped to broadcast leaves its first form unused.
    const used = new Set(this.#nodes.flatMap((n) => n.inputs));
    const initializers = this.#initializers.filter((i) => used.has(i.name));
    return { nodes: this.#nodes, initializers, inputs: this.#inputs, outputs };
  }

  #constant(dims: readonly number[], type: Initializer['type'], data: Float32Array | BigInt64Array): string {
    const name = `w${this.#next++}`;
    this.#initializers.push({ name, dims, type, data });
    return name;
  }

  #convert(name: string): Value {
    const node = this.#source.nodes.get(name);
    const weight = this.#source.weights.get(name);
    if (weight !== undefined) {
      if (weight.type === 'int32') throw new Error(`${name}: integer constants are only read as shapes`);
      return { name: this.floats(weight.shape, weight.data), layout: 'as-is', weight };
    }
    if (node === undefined) throw new Error(`no node ${name}`);
    const operation = Object.hasOwn(this.#operations, node.op) ? this.#operations[node.op] : undefined;
    if (operation === undefined) throw new Error(`${name}: operation ${node.op} is not supported`);
    return operation(node, this);
  }
}
