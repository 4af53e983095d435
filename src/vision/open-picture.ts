import type { Sink } from '../contract/plain.ts';
import { type DecodedImage, decodeImage, readImageHeader } from '../media/index.ts';

/** A larger picture is looked at as if it had this many pixels: three bytes each, and some copies of it. */
const MOST_PIXELS = 48_000_000;
/** Sides in this ratio and beyond leave a face too few pixels when the whole is scaled down to be searched. */
const LONG = 4;

/** The picture with the pixels that were submitted, unless it has more than 48 million. Fails as `decodeImage` does. */
export async function openPicture(path: string): Promise<DecodedImage> {
  const { width, height } = await readImageHeader(path);
  const factor = Math.sqrt(MOST_PIXELS / (width * height));
  return decodeImage(path, factor < 1 ? { maxSide: Math.floor(Math.max(width, height) * factor) } : {});
}

/** Says what of a picture could not be looked at, whatever is in it. */
export function tellLimits(sink: Sink, { header, damaged, scale }: DecodedImage): void {
  const { width, height, pages } = header;
  if (pages > 1)
    sink.notExamined('The other frames', 'not-run', `Only the first of ${pages} frames was looked at.`);
  if (Math.max(width, height) > LONG * Math.min(width, height))
    sink.notExamined(
      'Small faces in a very long picture',
      'outside-validity-domain',
      'The detector of faces was not tested on pictures of this shape: it sees the whole at 256 pixels.',
    );
  if (damaged)
    sink.notExamined(
      'The damaged part of the picture',
      'not-examinable',
      'Its data is broken or ends early.',
    );
  if (scale < 1)
    sink.notExamined(
      'The finest detail',
      'not-run',
      `The picture has ${width} by ${height} pixels; it was reduced to ${Math.round(scale * 100)} % before faces were cut out.`,
    );
}
