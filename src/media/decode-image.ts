import type { Metadata, Sharp } from 'sharp';
import { AnalysisFailure } from '../contract/plain.ts';
import { sharp } from './locked-sharp.ts';
import { countPngFrames } from './png-frames.ts';
import { plainBytes, type Raster } from './raster.ts';

/** More pixels than any phone camera makes; one picture decoded takes three bytes for each. */
export const MAX_IMAGE_PIXELS = 120_000_000;
const SECONDS = 30;

/** What the header says, before anything is decoded. */
export interface ImageHeader {
  readonly format: string;
  /** As shown: after the rotation that EXIF asks for. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1–8; 1 when there is none. */
  readonly orientation: number;
  /** Frames of an animation, pages of a document. */
  readonly pages: number;
  readonly channels: number;
  readonly bitDepth: string;
  readonly colourSpace: string;
  readonly hasAlpha: boolean;
  readonly hasProfile: boolean;
  readonly progressive: boolean;
  readonly chromaSubsampling: string | undefined;
  /** Dots per inch that the file claims. */
  readonly density: number | undefined;
}

export interface DecodedImage {
  /** The first frame, rotated as EXIF asks, on white where it is transparent. */
  readonly raster: Raster;
  readonly header: ImageHeader;
  /** Raster pixels per pixel of the original; 1 unless an option made it smaller. */
  readonly scale: number;
  /** True: the data ended early or was broken, and the rest was filled in. */
  readonly damaged: boolean;
}

const open = (path: string, failOn: 'none' | 'error'): Sharp =>
  sharp(path, { failOn, limitInputPixels: MAX_IMAGE_PIXELS, sequentialRead: true, pages: 1 });

/** libvips says in words why it stopped. */
function failureOf(cause: unknown): AnalysisFailure {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (/pixel limit|too large|exceeds|dimensions?.*limit/i.test(why))
    return new AnalysisFailure(
      'over-limit',
      `The picture has more than ${MAX_IMAGE_PIXELS} pixels, or an absurd size: it was not decoded.`,
      { cause },
    );
  if (/timeout/i.test(why))
    return new AnalysisFailure('timed-out', `Decoding took longer than ${SECONDS} seconds.`, { cause });
  if (/unsupported (image format|codec|feature)|has not been built in|not allowed|blocked/i.test(why))
    return new AnalysisFailure('unsupported', 'No reader for this kind of picture.', { cause });
  return new AnalysisFailure('malformed', `The picture cannot be decoded: ${why.slice(0, 300)}`, { cause });
}

function headerOf(m: Metadata): ImageHeader {
  if (m.width * m.height > MAX_IMAGE_PIXELS) throw new Error('pixel limit');
  return {
    format: m.format === 'heif' && m.compression === 'av1' ? 'avif' : m.format,
    width: m.autoOrient.width,
    height: m.autoOrient.height,
    orientation: m.orientation ?? 1,
    pages: m.pages ?? 1,
    channels: m.channels,
    bitDepth: m.depth,
    colourSpace: m.space,
    hasAlpha: m.hasAlpha,
    hasProfile: m.hasProfile,
    progressive: m.isProgressive,
    chromaSubsampling: m.chromaSubsampling,
    density: m.density,
  };
}

/** Fails with `over-limit`, `unsupported` or `malformed`. */
export async function readImageHeader(path: string): Promise<ImageHeader> {
  try {
    const header = headerOf(await open(path, 'none').metadata());
    return header.format === 'png' ? { ...header, pages: await countPngFrames(path) } : header;
  } catch (cause) {
    throw failureOf(cause);
  }
}

export interface DecodeOptions {
  /** Longest side, pixels. */
  readonly maxSide?: number;
  /** Width, pixels: a long scrolling capture keeps its height in proportion. */
  readonly maxWidth?: number;
}

async function decode(image: Sharp, { maxSide, maxWidth }: DecodeOptions): Promise<Raster> {
  const size = { ...(maxSide === undefined ? {} : { height: maxSide }), width: maxWidth ?? maxSide };
  const shown = image.autoOrient().flatten({ background: '#fff' }).toColourspace('srgb').removeAlpha();
  const sized =
    size.width === undefined
      ? shown
      : shown.resize({ ...size, width: size.width, fit: 'inside', withoutEnlargement: true });
  const { data, info } = await sized
    .timeout({ seconds: SECONDS })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels`);
  return { width: info.width, height: info.height, data: plainBytes(data) };
}

/**
 * Decodes the first frame, no larger than the options say. A broken file is decoded as far as it
 * goes, and said to be `damaged`. Fails with `over-limit`, `timed-out`, `unsupported` or `malformed`.
 */
export async function decodeImage(path: string, options: DecodeOptions = {}): Promise<DecodedImage> {
  const header = await readImageHeader(path);
  const finish = (raster: Raster, damaged: boolean): DecodedImage => ({
    raster,
    header,
    scale: Math.max(raster.width, raster.height) / Math.max(header.width, header.height),
    damaged,
  });
  try {
    return finish(await decode(open(path, 'error'), options), false);
  } catch (first) {
    if (failureOf(first).failure !== 'malformed') throw failureOf(first);
  }
  try {
    return finish(await decode(open(path, 'none'), options), true);
  } catch (cause) {
    throw failureOf(cause);
  }
}
