import type { Sink } from '../../src/contract/index.ts';
import type { Effort } from '../../src/indicators/index.ts';
import type { DecodedImage } from '../../src/media/index.ts';
import { languageNames, type PictureText } from '../../src/ocr/index.ts';

/** What of the picture was read, and what was not and why. */
export function stateCoverage(sink: Sink, image: DecodedImage, page: PictureText): void {
  const { header, raster, damaged } = image;
  sink.examined('Text in the picture, and QR and bar codes');
  const not = (what: string, detail: string): void => sink.notExamined(what, 'not-run', detail);
  if (header.pages > 1) not(`Frames 2 to ${header.pages}`, 'Only the first frame of an animation is read.');
  if (page.rows < raster.height)
    not(
      'The lower part of the picture',
      `It is very long; only the first ${Math.round(page.rows / image.scale)} rows of pixels were read.`,
    );
  if (page.unread > 0) not(`${page.unread} lines of text`, 'There are too many, or the time was up.');
  for (const language of page.missing)
    not(
      `Text in ${languageNames[language]}`,
      'The data for this language is not installed, so it was neither recognised nor read. Run script/bootstrap.',
    );
  if (image.scale < 1)
    sink.examined(
      `The picture at ${Math.round(image.scale * 100)} percent of its size: very small letters may be missed`,
    );
  if (damaged)
    sink.notExamined(
      'The damaged part of the picture',
      'not-examinable',
      'Its data is broken or ends early.',
    );
}

/** Says when near misses were too many to be checked one by one. */
export function stateEffort(sink: Sink, effort: Effort): void {
  if (effort.ended)
    sink.notExamined(
      'Some numbers without a country code, and some near misses of addresses',
      'not-run',
      'There are so many of them in this picture that the time for checking them was used up.',
    );
}
