import type { PictureCrop, PictureInput, Tensor } from '../contract/index.ts';
import {
  type Box,
  blankRaster,
  crop,
  type Kernel,
  paste,
  type Raster,
  resizeRaster,
} from '../media/index.ts';

/** How, once it is known which part. */
export type Preparing = Omit<PictureInput, 'crop'>;

/**
 * A picture as the network wants it, of one batch. `raster` is what is to be looked at already: see `cutPart`. Pixels are
 * scaled first and then normalised, as the training code of most networks does.
 */
export async function prepareInput(raster: Raster, spec: Preparing): Promise<Tensor> {
  const { width, height, layout } = spec;
  const fitted = await fitTo(raster, spec);
  const data = normalise(fitted, spec);
  const dims = layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3];
  return { type: 'float32', dims, data };
}

/**
 * The part of a picture that a model looks at. A face: the square around the box, moved inside the picture where it
 * can be, else cut; a face model without a box gets the whole picture.
 */
export function cutPart(raster: Raster, part: PictureCrop, box: Box | undefined): Raster {
  if (part.of === 'image' || box === undefined) return raster;
  const wanted = Math.max(1, Math.round(Math.max(box.width, box.height) * part.scale));
  const width = Math.min(wanted, raster.width);
  const height = Math.min(wanted, raster.height);
  const inside = (centre: number, size: number, limit: number): number =>
    Math.max(0, Math.min(limit - size, Math.round(centre - size / 2)));
  return crop(raster, {
    x: inside(box.x + box.width / 2, width, raster.width),
    y: inside(box.y + box.height / 2, height, raster.height),
    width,
    height,
  });
}

const kernels = { bilinear: 'linear', bicubic: 'cubic', lanczos3: 'lanczos3' } as const satisfies {
  [kernel in PictureInput['kernel']]: Kernel;
};

async function fitTo(raster: Raster, spec: Preparing): Promise<Raster> {
  const { width, height, resize } = spec;
  const kernel = kernels[spec.kernel];
  if (resize === 'squash') return resizeRaster(raster, width, height, kernel);
  const [across, down] = [width / raster.width, height / raster.height];
  const factor = resize === 'letterbox' ? Math.min(across, down) : coverFactor(raster, spec);
  const scaled = await resizeRaster(
    raster,
    Math.max(1, Math.round(raster.width * factor)),
    Math.max(1, Math.round(raster.height * factor)),
    kernel,
  );
  return resize === 'letterbox' ? onBlack(scaled, width, height) : middle(scaled, width, height);
}

/** At least so large that the cut fits. */
function coverFactor(raster: Raster, { width, height, shortSide }: Preparing): number {
  const least = Math.max(width / raster.width, height / raster.height);
  return Math.max(least, (shortSide ?? 0) / Math.min(raster.width, raster.height));
}

function onBlack(raster: Raster, width: number, height: number): Raster {
  const target = blankRaster(width, height, [0, 0, 0]);
  const left = Math.floor(Math.max(0, width - raster.width) / 2);
  const top = Math.floor(Math.max(0, height - raster.height) / 2);
  paste(target, raster, left, top);
  return target;
}

/** Rounding can leave it a pixel short: then the last row or column is black. */
function middle(raster: Raster, width: number, height: number): Raster {
  if (raster.width < width || raster.height < height) return onBlack(raster, width, height);
  const x = Math.floor((raster.width - width) / 2);
  const y = Math.floor((raster.height - height) / 2);
  return crop(raster, { x, y, width, height });
}

function normalise({ width, height, data }: Raster, spec: Preparing): Float32Array {
  const { layout, colour, range, mean, std } = spec;
  const pixels = width * height;
  const values = new Float32Array(pixels * 3);
  for (let channel = 0; channel < 3; channel++) {
    const from = colour === 'RGB' ? channel : 2 - channel;
    const [first, step] = layout === 'NCHW' ? [channel * pixels, 1] : [channel, 3];
    const scale = range / 255;
    const [centre, spread] = [mean[channel] ?? 0, std[channel] ?? 1];
    for (let i = 0; i < pixels; i++)
      values[first + i * step] = ((data[i * 3 + from] ?? 0) * scale - centre) / spread;
  }
  return values;
}
