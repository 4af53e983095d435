import type { Analyze, Sink } from '../../src/contract/index.ts';
import {
  type DecodedImage,
  decodeImage,
  drawBoxes,
  encodePng,
  palette,
  scaleBox,
} from '../../src/media/index.ts';
import { detectFaces, type Face } from '../../src/vision/index.ts';
import { describeFaces, THRESHOLD } from './describe-faces.ts';

const MIN_SIDE = 64;
const EVIDENCE_SIDE = 1600;
/** Sides in this ratio and beyond leave a face too few pixels when the whole is scaled down. */
const LONG = 4;
/** Weaker candidates are listed as facts from here. */
const LISTED = 0.3;

async function showFaces(sink: Sink, image: DecodedImage, faces: readonly Face[]): Promise<void> {
  const line = Math.max(2, Math.round(Math.max(image.raster.width, image.raster.height) / 300));
  const boxes = faces.map(({ box }) => ({ ...box, colour: palette.orange }));
  await sink.evidence({
    id: 'faces',
    mediaType: 'image/png',
    caption: `The picture with a box around each face with a score of ${THRESHOLD} or more.`,
    from: await encodePng(drawBoxes(image.raster, boxes, line)),
  });
}

/** Finds faces with the model `blazeface`. Boxes are in pixels of the picture as shown (EXIF rotation applied). */
export const analyze: Analyze = async (artefact, { sink, model }) => {
  const image = await decodeImage(artefact.path, { maxSide: EVIDENCE_SIDE });
  const { width, height, pages } = image.header;
  if (Math.min(width, height) < MIN_SIDE) {
    const detail = `The picture is ${width} by ${height} pixels; faces are looked for from ${MIN_SIDE} pixels.`;
    sink.notExamined('Faces', 'not-examinable', detail);
    return;
  }
  const found = await detectFaces(image.raster, await model('blazeface'), 0);
  const original = (face: Face): Face => ({ ...face, box: scaleBox(face.box, 1 / image.scale) });
  const faces = found.filter((face) => face.score >= THRESHOLD);
  if (faces.length > 0) await showFaces(sink, image, faces);
  const described = describeFaces(found.map(original), LISTED);
  sink.fact('faces', described.facts);
  sink.finding({ ...described.finding, evidence: faces.length > 0 ? ['faces'] : [] });
  sink.examined(pages > 1 ? `Faces in the first of ${pages} frames` : 'Faces in the picture');
  if (pages > 1)
    sink.notExamined(
      'Faces in the other frames',
      'not-run',
      `Only the first of ${pages} frames was looked at.`,
    );
  if (Math.max(width, height) > LONG * Math.min(width, height))
    sink.notExamined(
      'Faces in a very long picture',
      'outside-validity-domain',
      'The detector was not tested on pictures of this shape: it sees the whole at 256 pixels.',
    );
  if (image.damaged)
    sink.notExamined(
      'The damaged part of the picture',
      'not-examinable',
      'Its data is broken or ends early.',
    );
};
