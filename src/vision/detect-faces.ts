import { AnalysisFailure, type Model, type Tensor } from '../contract/plain.ts';
import { type Box, blankRaster, fitRaster, paste, type Raster } from '../media/index.ts';
import { gridAnchors } from './anchors.ts';
import { suppress } from './suppress.ts';

const INPUT_SIDE = 256;
const SAME_FACE_OVERLAP = 0.3;
/** The detector's grids (BlazeFace for the back camera): output suffix, pixels of a cell, anchors in each. */
const grids = [
  { suffix: '16', stride: 16, perCell: 2 },
  { suffix: '8', stride: 32, perCell: 6 },
].map((grid) => ({ ...grid, anchors: gridAnchors(INPUT_SIDE, grid.stride, grid.perCell) }));

/** A face as the detector sees it. */
export interface Face {
  /** Pixels of the picture given. */
  readonly box: Box;
  /** 0–1; not a probability. */
  readonly score: number;
}

/** The picture on a black square, as large as fits. `scale`: square pixels per picture pixel. */
async function toSquare(
  raster: Raster,
): Promise<{ input: Tensor; scale: number; left: number; top: number }> {
  const longer = Math.max(raster.width, raster.height);
  const fitted = await fitRaster(raster, INPUT_SIDE);
  const square = blankRaster(INPUT_SIDE, INPUT_SIDE, [0, 0, 0]);
  const left = Math.floor((INPUT_SIDE - fitted.width) / 2);
  const top = Math.floor((INPUT_SIDE - fitted.height) / 2);
  paste(square, fitted, left, top);
  // A loop: `Float32Array.from` with a function costs more than the network.
  const data = new Float32Array(square.data.length);
  for (let i = 0; i < data.length; i++) data[i] = (square.data[i] ?? 0) / 127.5 - 1;
  const scale = Math.max(fitted.width, fitted.height) / longer;
  return { input: { type: 'float32', dims: [1, INPUT_SIDE, INPUT_SIDE, 3], data }, scale, left, top };
}

function floatsOf(outputs: Readonly<Record<string, Tensor>>, name: string): Float32Array {
  const tensor = outputs[name];
  if (tensor?.type !== 'float32') throw new AnalysisFailure('crashed', `The face model gave no ${name}.`);
  return tensor.data;
}

const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));

/** Boxes in pixels of the model's input, all with a score of at least `floor`. */
export function decodeFaces(outputs: Readonly<Record<string, Tensor>>, floor: number): Face[] {
  const faces: Face[] = [];
  const VALUES = 16;
  for (const { suffix, anchors } of grids) {
    const logits = floatsOf(outputs, `logits-${suffix}`);
    const boxes = floatsOf(outputs, `boxes-${suffix}`);
    anchors.forEach((anchor, i) => {
      const score = sigmoid(logits[i] ?? Number.NEGATIVE_INFINITY);
      const [dx = 0, dy = 0, width = 0, height = 0] = boxes.subarray(i * VALUES, i * VALUES + 4);
      if (!(score >= floor) || !(width > 0) || !(height > 0)) return;
      const box = { x: anchor.x + dx - width / 2, y: anchor.y + dy - height / 2, width, height };
      faces.push({ box, score });
    });
  }
  return suppress(faces, SAME_FACE_OVERLAP);
}

/** A box cut to the picture, in whole pixels. */
function clip(box: Box, { width, height }: Raster): Box {
  const left = Math.min(Math.max(0, Math.round(box.x)), width);
  const top = Math.min(Math.max(0, Math.round(box.y)), height);
  const right = Math.min(Math.max(left, Math.round(box.x + box.width)), width);
  const bottom = Math.min(Math.max(top, Math.round(box.y + box.height)), height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Faces with a score of at least `floor`, best first. `model` is `blazeface`. The whole picture is scaled to 256 pixels:
 * a face that is then smaller than a few pixels is missed.
 */
export async function detectFaces(raster: Raster, model: Model, floor: number): Promise<Face[]> {
  const { input, scale, left, top } = await toSquare(raster);
  const outputs = await model.run({ input });
  return decodeFaces(outputs, floor)
    .map(({ box, score }) => {
      const size = { width: box.width / scale, height: box.height / scale };
      return { box: clip({ x: (box.x - left) / scale, y: (box.y - top) / scale, ...size }, raster), score };
    })
    .filter(({ box }) => box.width > 0 && box.height > 0);
}
