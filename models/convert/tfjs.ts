import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { decodeWeights, type Weight } from './weights.ts';

const Longs = z.array(z.string());
const Dims = z.object({ dim: z.array(z.object({ size: z.string() })).default([]) });

/** The attribute values that the converter reads (tensorflow/core/framework/attr_value.proto as JSON). */
const Attr = z.object({
  s: z.string().optional(),
  i: z.string().optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  shape: Dims.optional(),
  list: z.object({ i: Longs.optional(), s: z.array(z.string()).optional() }).optional(),
});

const Node = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), Attr).default({}),
});
export type TfNode = z.infer<typeof Node>;

const WeightSpec = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(['float32', 'int32']),
  quantization: z
    .object({
      dtype: z.enum(['float16', 'uint8', 'uint16']),
      scale: z.number().optional(),
      min: z.number().optional(),
    })
    .optional(),
});
export type WeightSpec = z.infer<typeof WeightSpec>;

const GraphModel = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.object({ node: z.array(Node) }),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(WeightSpec) })),
});

/** A TensorFlow.js graph model: nodes by name, and the constants' values. */
export interface TfGraph {
  readonly nodes: ReadonlyMap<string, TfNode>;
  readonly weights: ReadonlyMap<string, Weight>;
}

/** Reads `model.json` and the weight files beside it. Throws when it is not a graph model of a known dtype. */
export function readTfGraph(jsonPath: string): TfGraph {
  const model = GraphModel.parse(JSON.parse(readFileSync(jsonPath, 'utf8')));
  const weights = new Map<string, Weight>();
  for (const group of model.weightsManifest) {
    const buffer = Buffer.concat(group.paths.map((path) => readFileSync(join(dirname(jsonPath), path))));
    for (const [name, weight] of decodeWeights(buffer, group.weights)) weights.set(name, weight);
  }
  return { nodes: new Map(model.modelTopology.node.map((n) => [n.name, n])), weights };
}

/** `^name` is a control edge, `name:0` the first output: both mean the node. */
export function nodeName(reference: string): string {
  return reference.replace(/^\^/, '').replace(/:0$/, '');
}

export const dataInputs = (node: TfNode): string[] =>
  node.input.filter((i) => !i.startsWith('^')).map(nodeName);

const utf8 = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

export const attrText = (node: TfNode, name: string): string => utf8(node.attr[name]?.s ?? '');

export const attrTexts = (node: TfNode, name: string): string[] => (node.attr[name]?.list?.s ?? []).map(utf8);

export const attrInts = (node: TfNode, name: string): number[] =>
  (node.attr[name]?.list?.i ?? []).map(Number);
