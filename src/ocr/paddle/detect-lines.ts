import { AnalysisFailure, type Model, type Tensor } from '../../contract/plain.ts';
import { type Raster, resizeRaster } from '../../media/index.ts';
import { grow, type Slab } from '../slab.ts';
import { enclose } from './enclose.ts';
import { fitBend } from './fit-bend.ts';
import { mapRegions, type Region } from './map-regions.ts';

/** The network takes sides in multiples of this. */
const STRIDE = 32;
/** As PP-OCR sets them: where the map says text, how sure a region must be, and how much it is shrunk. */
const MAP_THRESHOLD = 0.3;
const REGION_SCORE = 0.55;
const UNCLIP = 1.6;
const LEAST_SIDE = 3;
/** Mean and deviation of ImageNet in the order of the network's channels, which is BGR. */
const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

export interface FoundLine {
  /** Pixels of the raster given. */
  readonly slab: Slab;
  /** Mean of the text map over the region, 0–1. */
  readonly score: number;
}

const toStride = (side: number): number => Math.max(STRIDE, Math.round(side / STRIDE) * STRIDE);

function toInput({ width, height, data }: Raster): Tensor {
  const area = width * height;
  const values = new Float32Array(area * 3);
  for (let channel = 0; channel < 3; channel++) {
    const [m = 0, d = 1] = [mean[channel], deviation[channel]];
    for (let i = 0; i < area; i++)
      values[channel * area + i] = ((data[i * 3 + 2 - channel] ?? 0) / 255 - m) / d;
  }
  return { type: 'float32', dims: [1, 3, height, width], data: values };
}

/** The network marks the core of a line; its rectangle is this much larger (Vatti clipping, as PP-OCR does). */
function unclip(slab: Slab): Slab {
  const distance = (slab.width * slab.height * UNCLIP) / (2 * (slab.width + slab.height));
  return grow(slab, distance, distance);
}

function lineOf(region: Region): FoundLine | undefined {
  if (region.score < REGION_SCORE) return undefined;
  const core = fitBend(region, enclose(region.rim));
  if (Math.min(core.width, core.height) < LEAST_SIDE) return undefined;
  return { slab: unclip(core), score: region.score };
}

/**
 * Where lines of text are, from the top, found at the size of `side` pixels for the longer side (never larger than the
 * raster). `model` is `ppocr-detect`.
 */
export async function detectLines(raster: Raster, model: Model, side: number): Promise<FoundLine[]> {
  const factor = Math.min(1, side / Math.max(raster.width, raster.height));
  const width = toStride(raster.width * factor);
  const height = toStride(raster.height * factor);
  const input = toInput(await resizeRaster(raster, width, height));
  const map = Object.values(await model.run({ x: input }))[0];
  if (map?.type !== 'float32' || map.data.length !== width * height)
    throw new AnalysisFailure('crashed', 'The text detector gave no map of the picture.');
  const [scaleX, scaleY] = [raster.width / width, raster.height / height];
  return mapRegions(map.data, width, height, MAP_THRESHOLD)
    .map(lineOf)
    .filter((line) => line !== undefined)
    .map(({ slab, score }) => ({ slab: scaled(slab, scaleX, scaleY), score }));
}

/** Both scales are nearly equal: they differ only by rounding to the stride. */
function scaled(slab: Slab, scaleX: number, scaleY: number): Slab {
  return {
    centreX: slab.centreX * scaleX,
    centreY: slab.centreY * scaleY,
    width: slab.width * scaleX,
    height: slab.height * scaleY,
    angle: slab.angle,
    ...(slab.bend === undefined ? {} : { bend: slab.bend / scaleY }),
  };
}
