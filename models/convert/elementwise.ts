import type { GraphWriter, Operation, Value } from './graph.ts';

/** A per-channel or scalar constant shaped to broadcast against a channels-first tensor; undefined: it cannot be. */
function broadcastChannels(graph: GraphWriter, value: Value): string | undefined {
  if (value.weight === undefined) return undefined;
  const { shape, data } = value.weight;
  if (data.length === 1) return graph.floats([], data);
  const channels = shape.at(-1) ?? 0;
  return data.length === channels ? graph.floats([1, channels, 1, 1], data) : undefined;
}

function align(graph: GraphWriter, a: Value, b: Value): [string, string, Value['layout']] {
  const first = 'channels-first';
  if (a.layout === first && b.layout === first) return [a.name, b.name, first];
  if (a.layout === first) {
    const constant = broadcastChannels(graph, b);
    if (constant !== undefined) return [a.name, constant, first];
  } else if (b.layout === first) {
    const constant = broadcastChannels(graph, a);
    if (constant !== undefined) return [constant, b.name, first];
  }
  return [graph.asIs(a), graph.asIs(b), 'as-is'];
}

/** An ONNX operation of two tensors that broadcast. */
export const binary =
  (op: string): Operation =>
  (node, graph) => {
    const [a, b, layout] = align(graph, graph.value(node, 0), graph.value(node, 1));
    return { name: graph.add(op, [a, b]), layout };
  };

/** An ONNX operation of one tensor that does not care for the order of axes. */
export const unary =
  (op: string): Operation =>
  (node, graph) => {
    const { name, layout } = graph.value(node, 0);
    return { name: graph.add(op, [name]), layout };
  };

export const prelu: Operation = (node, graph) => {
  const slope = graph.weight(node, 1);
  const channels = slope.shape.at(-1) ?? 0;
  if (slope.data.length !== channels) throw new Error(`${node.name}: slope differs by position`);
  const input = graph.channelsFirst(graph.value(node, 0));
  return {
    name: graph.add('PRelu', [input, graph.floats([channels, 1, 1], slope.data)]),
    layout: 'channels-first',
  };
};
