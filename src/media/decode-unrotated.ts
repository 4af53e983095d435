import { AnalysisFailure } from '../contract/plain.ts';
import { MAX_IMAGE_PIXELS } from './decode-image.ts';
import { sharp } from './locked-sharp.ts';
import type { Raster } from './raster.ts';

/** A part of a picture as it is coded: not rotated, its colour profile not applied. */
export interface CodedPart {
  readonly raster: Raster;
  /** Place of the part in the coded picture; whole multiples of 16, so that the grid of a codec starts at its corner. */
  readonly left: number;
  readonly top: number;
  /** Of the whole coded picture. */
  readonly width: number;
  readonly height: number;
}

const GRID = 16;
const SECONDS = 30;

/**
 * Decodes the middle of a picture, at most `side` by `side` pixels, at full size. For methods that look at the traces of
 * compression, which any scaling or rotation would destroy. Fails with `over-limit` or `malformed`.
 */
export async function decodeCodedPart(path: string, side: number): Promise<CodedPart> {
  const options = {
    failOn: 'none',
    limitInputPixels: MAX_IMAGE_PIXELS,
    pages: 1,
    ignoreIcc: true,
    sequentialRead: true,
  } as const;
  try {
    const { width, height } = await sharp(path, options).metadata();
    const from = (length: number): number =>
      length <= side ? 0 : Math.floor((length - side) / 2 / GRID) * GRID;
    const [left, top] = [from(width), from(height)];
    const area = { left, top, width: Math.min(side, width), height: Math.min(side, height) };
    const { data, info } = await sharp(path, options)
      .extract(area)
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .removeAlpha()
      .timeout({ seconds: SECONDS })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`);
    return { raster: { width: info.width, height: info.height, data }, left, top, width, height };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const large = /pixel limit|too large|exceeds/i.test(why);
    throw new AnalysisFailure(
      large ? 'over-limit' : 'malformed',
      large
        ? 'The picture is too large to be decoded.'
        : `The picture cannot be decoded: ${why.replaceAll(path, 'file').slice(0, 300)}`,
      { cause },
    );
  }
}

/** The picture after one more JPEG compression (tables of the IJG) and decoding. Messengers save colours at half size: 4:2:0. */
export async function recompressJpeg(
  raster: Raster,
  quality: number,
  chromaSubsampling: '4:4:4' | '4:2:0' = '4:4:4',
): Promise<Raster> {
  const { width, height } = raster;
  const jpeg = await sharp(raster.data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, chromaSubsampling, optimiseCoding: false })
    .toBuffer();
  const { data, info } = await sharp(jpeg).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
