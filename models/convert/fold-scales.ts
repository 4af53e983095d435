import { makeNode, type OnnxEditor } from './edit-onnx.ts';
import { numberOf, type RawNode } from './read-onnx.ts';

/*
 * PP-OCR's networks (PP-LCNetV3) put a learned scale and shift behind each convolution and each activation, and its export
 * writes the activation (hard swish) as four operations: eight passes over the data for each convolution, more time than
 * the convolution takes. Here scales and shifts go into the weights where that is exact, and the rest is written so that
 * the runtime keeps its blocked layout of channels throughout: two or three passes. Results are equal but for rounding.
 */

/** Folds `Mul` by a number and `Add` of a number behind a convolution into it. */
export function foldIntoConvolutions(graph: OnnxEditor): void {
  for (const conv of graph.nodes.filter((node) => node.op === 'Conv')) {
    const mul = graph.onlyUser(conv.outputs[0] ?? '', 'Mul');
    const scale = mul && graph.split(mul);
    const add = mul && graph.onlyUser(mul.outputs[0] ?? '', 'Add');
    const shift = add && graph.split(add);
    if (mul === undefined || add === undefined || scale === undefined || shift === undefined) continue;
    const scaled = scaleConvolution(graph, conv, scale.number, () => shift.number, add.outputs[0] ?? '');
    graph.replace(conv, [scaled], [mul, add]);
  }
}

/** The convolution with its weights and bias times `scale`, and `shift` of each channel more. */
function scaleConvolution(
  graph: OnnxEditor,
  conv: RawNode,
  scale: number,
  shift: (channel: number) => number,
  output: string,
): RawNode {
  const [input = '', weights = '', bias] = conv.inputs;
  const { dims, data } = graph.constants.get(weights) ?? { dims: [], data: [] };
  const old = graph.floats(bias);
  const channels = dims[0] ?? 0;
  const name = `${output}/weights`;
  graph.setFloats(
    name,
    dims,
    Array.from(data, (value) => value * scale),
  );
  const biases = Array.from({ length: channels }, (_, i) => (old?.[i] ?? 0) * scale + shift(i));
  graph.setFloats(`${output}/bias`, [channels], biases);
  return { ...conv, inputs: [input, name, `${output}/bias`], outputs: [output] };
}

interface HardSwish {
  readonly input: string;
  readonly parts: readonly RawNode[];
  readonly last: RawNode;
  readonly scale: number;
  readonly shift: number;
}

/** `Add` 3, `Clip` to 0…6, `Mul` by the input, `Div` by 6, and the scale and shift that may follow. */
function findHardSwish(graph: OnnxEditor, add: RawNode): HardSwish | undefined {
  const first = add.op === 'Add' ? graph.split(add) : undefined;
  const clip = graph.onlyUser(add.outputs[0] ?? '', 'Clip');
  const mul = clip && graph.onlyUser(clip.outputs[0] ?? '', 'Mul');
  const div = mul && graph.onlyUser(mul.outputs[0] ?? '', 'Div');
  if (first?.number !== 3 || clip === undefined || mul === undefined || div === undefined) return undefined;
  const [least, most] = [
    numberOf(clip, 'min') ?? graph.scalar(clip.inputs[1]),
    numberOf(clip, 'max') ?? graph.scalar(clip.inputs[2]),
  ];
  if (least !== 0 || most !== 6 || !mul.inputs.includes(first.other) || graph.split(div)?.number !== 6)
    return undefined;
  const scaling = graph.onlyUser(div.outputs[0] ?? '', 'Mul');
  const scale = scaling && graph.split(scaling);
  const shifting = scaling && graph.onlyUser(scaling.outputs[0] ?? '', 'Add');
  const shift = shifting && graph.split(shifting);
  const parts = [add, clip, mul, div];
  if (scale === undefined || shift === undefined || scaling === undefined || shifting === undefined)
    return { input: first.other, parts, last: div, scale: 1, shift: 0 };
  return {
    input: first.other,
    parts: [...parts, scaling, shifting],
    last: shifting,
    scale: scale.number,
    shift: shift.number,
  };
}

/** A convolution of each channel by itself with one pixel: value · scale + shift, in the runtime's blocked layout. */
function scalePixels(
  graph: OnnxEditor,
  input: string,
  channels: number,
  [scale, shift]: readonly [number, number],
  output: string,
): RawNode {
  const fill = (value: number): number[] => Array.from({ length: channels }, () => value);
  const weights = graph.setFloats(`${output}/weights`, [channels, 1, 1, 1], fill(scale));
  const bias = graph.setFloats(`${output}/bias`, [channels], fill(shift));
  const attributes = [
    { name: 'dilations', ints: [1, 1] },
    { name: 'group', int: channels },
    { name: 'kernel_shape', ints: [1, 1] },
    { name: 'pads', ints: [0, 0, 0, 0] },
    { name: 'strides', ints: [1, 1] },
  ];
  return makeNode('Conv', [input, weights, bias], output, attributes);
}

function clipTo(graph: OnnxEditor, input: string, least: number, most: number, output: string): RawNode {
  if (graph.opset < 11)
    return makeNode('Clip', [input], output, [
      { name: 'max', float: most },
      { name: 'min', float: least },
    ]);
  const bounds = [
    graph.setFloats(`${output}/min`, [], [least]),
    graph.setFloats(`${output}/max`, [], [most]),
  ];
  return makeNode('Clip', [input, ...bounds], output);
}

/** A convolution that sees no border: a number added to its input is a number added to its output. */
const isPlain = (node: RawNode, graph: OnnxEditor): boolean =>
  node.op === 'Conv' &&
  numberOf(node, 'group') === 1 &&
  graph.constants
    .get(node.inputs[1] ?? '')
    ?.dims.slice(2)
    .join() === '1,1';

/** Adds to the bias of the convolutions behind what was a shift of their input. */
function passOn(graph: OnnxEditor, output: string, shift: number): void {
  for (const conv of graph.users(output)) {
    const { dims, data } = graph.constants.get(conv.inputs[1] ?? '') ?? { dims: [], data: [] };
    const inputs = dims[1] ?? 0;
    const sum = (channel: number): number => {
      let total = 0;
      for (let i = 0; i < inputs; i++) total += data[channel * inputs + i] ?? 0;
      return total * shift;
    };
    graph.replace(conv, [scaleConvolution(graph, conv, 1, sum, conv.outputs[0] ?? '')]);
  }
}

/**
 * Writes hard swish with the scale s and shift t behind it, s·x·clip(x + 3, 0, 6)/6 + t, as x·clip(x·s/6 + s/2, 0, s), with
 * t in the bias of the next convolutions where they see no border.
 */
export function foldHardSwish(graph: OnnxEditor): void {
  for (const add of [...graph.nodes]) {
    const found = findHardSwish(graph, add);
    const maker = found && graph.maker(found.input);
    const channels = graph.constants.get(maker?.inputs[1] ?? '')?.dims[0];
    if (found === undefined || maker?.op !== 'Conv' || channels === undefined) continue;
    const { input, parts, last, scale, shift } = found;
    const output = last.outputs[0] ?? '';
    const isExact = graph.users(output).every((node) => isPlain(node, graph));
    const product = isExact ? output : `${output}/product`;
    const nodes = [
      scalePixels(graph, input, channels, [scale / 6, scale / 2], `${output}/line`),
      clipTo(graph, `${output}/line`, Math.min(0, scale), Math.max(0, scale), `${output}/gate`),
      makeNode('Mul', [input, `${output}/gate`], product),
      ...(isExact ? [] : [scalePixels(graph, product, channels, [1, shift], output)]),
    ];
    graph.replace(add, nodes, parts);
    if (isExact) passOn(graph, output, shift);
  }
}
