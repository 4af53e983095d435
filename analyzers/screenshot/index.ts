import type { Analyze, Sink } from '../../src/contract/index.ts';
import { findIndicators, toIndicator } from '../../src/indicators/index.ts';
import {
  type DecodedImage,
  decodeImage,
  drawBoxes,
  encodePng,
  fitRaster,
  palette,
  readImageHeader,
  scaleBox,
} from '../../src/media/index.ts';
import { openReader, type PictureText, readPicture } from '../../src/ocr/index.ts';
import { describeText } from './describe-text.ts';
import { locate, mayBeCut, type SeenText, seenText } from './seen-text.ts';

const MIN_SIDE = 24;
/** Wider pictures are read at this width: letters of a phone's screen are large enough then. */
const READ_WIDTH = 2000;
const EVIDENCE_SIDE = 4000;
/** A bare domain read less surely than this is more often noise than a domain; it stays in the text. */
const SURE_DOMAIN = 60;
/** Percent; a link at the end of a line may go on in the next one. */
const CUT_LINK = 70;

async function showText(sink: Sink, image: DecodedImage, { lines }: PictureText): Promise<void> {
  const boxes = lines.map(({ box }) => ({ ...box, colour: palette.blue }));
  await sink.evidence({
    id: 'text-boxes',
    mediaType: 'image/png',
    caption: 'The picture with a box around each line of text that was read.',
    from: await encodePng(await fitRaster(drawBoxes(image.raster, boxes), EVIDENCE_SIDE)),
  });
  await sink.evidence({
    id: 'text',
    mediaType: 'text/plain',
    caption: 'The text as it was read, line by line.',
    from: new TextEncoder().encode(`${lines.map((l) => l.text).join('\n')}\n`),
  });
}

/** Each value once: its surest reading stands for it, the others add where else it was seen. */
function reportIndicators(sink: Sink, seen: SeenText, scale: number): number {
  const byValue = new Map<string, ReturnType<typeof toIndicator>>();
  for (const found of findIndicators(seen.text)) {
    const { box, confidence } = locate(seen, found);
    if (found.kind === 'domain' && confidence < SURE_DOMAIN) continue;
    const location = { kind: 'box' as const, ...roundBox(scaleBox(box, 1 / scale)) };
    const cut = mayBeCut(seen, found);
    const how = `read from the picture by Tesseract${cut ? '; it ends with its line, so it may be longer' : ''}`;
    const next = toIndicator(found, {
      confidence: cut ? Math.min(confidence, CUT_LINK) : confidence,
      how,
      location,
    });
    const key = `${found.kind} ${found.value}`;
    const known = byValue.get(key);
    if (known === undefined) byValue.set(key, next);
    else {
      const provenance = [...(known.provenance ?? []), ...(next.provenance ?? [])].slice(0, 50);
      byValue.set(key, { ...(next.confidence > known.confidence ? next : known), provenance });
    }
  }
  for (const indicator of byValue.values()) sink.indicator({ ...indicator, findings: ['screenshot.text'] });
  return byValue.size;
}

const roundBox = (box: { x: number; y: number; width: number; height: number }) => ({
  x: Math.round(box.x),
  y: Math.round(box.y),
  width: Math.round(box.width),
  height: Math.round(box.height),
});

function stateCoverage(sink: Sink, image: DecodedImage, { rows }: PictureText): void {
  const { header, raster, damaged } = image;
  sink.examined('English text in the picture');
  if (header.pages > 1)
    sink.notExamined(
      `Frames 2 to ${header.pages}`,
      'not-run',
      'Only the first frame of an animation is read.',
    );
  if (rows < raster.height)
    sink.notExamined(
      'The lower part of the picture',
      'not-run',
      `It is very long; only the first ${Math.round(rows / image.scale)} rows of pixels were read.`,
    );
  if (damaged)
    sink.notExamined(
      'The damaged part of the picture',
      'not-examinable',
      'Its data is broken or ends early.',
    );
}

/** Reads the text of a picture. Boxes are in pixels of the picture as shown (EXIF rotation applied). */
export const analyze: Analyze = async (artefact, { sink }) => {
  const { width, height } = await readImageHeader(artefact.path);
  if (Math.min(width, height) < MIN_SIDE) {
    const detail = `The picture is ${width} by ${height} pixels: too small to hold text.`;
    sink.notExamined('Text in the picture', 'not-examinable', detail);
    return;
  }
  const image = await decodeImage(artefact.path, { maxWidth: READ_WIDTH });
  await using reader = await openReader('eng');
  const page = await readPicture(image.raster, reader, (done) => sink.progress(0.9 * done, 'reading text'));
  stateCoverage(sink, image, page);
  const seen = seenText(page.lines);
  if (page.lines.length > 0) await showText(sink, image, page);
  const indicators = reportIndicators(sink, seen, image.scale);
  describeText(sink, page.lines, image.scale, indicators);
};
