import { sharp } from './locked-sharp.ts';
import { plainBytes, type Raster } from './raster.ts';

const rawOf = ({ width, height }: Raster) => ({ raw: { width, height, channels: 3 as const } });

/** PNG bytes: fixed settings and no metadata, so that the same raster gives the same bytes. */
export async function encodePng(raster: Raster): Promise<Uint8Array> {
  return sharp(raster.data, rawOf(raster))
    .png({ compressionLevel: 7, adaptiveFiltering: false, palette: false, progressive: false })
    .toBuffer();
}

/** How pixels are weighed when a picture is scaled; all of them average over what becomes one pixel. */
export type Kernel = 'linear' | 'cubic' | 'lanczos3';

/** Scales to exactly this size; the sides may change their ratio. */
export async function resizeRaster(
  raster: Raster,
  width: number,
  height: number,
  kernel: Kernel = 'lanczos3',
): Promise<Raster> {
  const { data, info } = await sharp(raster.data, rawOf(raster))
    .resize({ width, height, fit: 'fill', kernel, fastShrinkOnLoad: false })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: plainBytes(data) };
}

/** Scales so that the longer side is at most `side`; never larger than it was. */
export async function fitRaster(raster: Raster, side: number): Promise<Raster> {
  const factor = side / Math.max(raster.width, raster.height);
  if (factor >= 1) return raster;
  const scaled = (n: number) => Math.max(1, Math.round(n * factor));
  return resizeRaster(raster, scaled(raster.width), scaled(raster.height));
}

/** Decodes a PNG that this process made itself. */
export async function decodePng(png: Uint8Array): Promise<Raster> {
  const { data, info } = await sharp(png)
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: plainBytes(data) };
}
