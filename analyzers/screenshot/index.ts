import type { AnalysisContext, Analyze, OpenArtefact, Sink } from '../../src/contract/index.ts';
import { Effort } from '../../src/indicators/index.ts';
import { type Box, type DecodedImage, decodeImage, readImageHeader } from '../../src/media/index.ts';
import { groupLines, readCodes, readPicture, type SeenCode } from '../../src/ocr/index.ts';
import { detectFaces } from '../../src/vision/index.ts';
import { readConversation } from './conversation.ts';
import { describeTalk } from './describe-talk.ts';
import { describeText } from './describe-text.ts';
import { findFields } from './find-fields.ts';
import { findRegions } from './find-regions.ts';
import { findCoded, findSums, findWritten } from './find-values.ts';
import { listRedactions, redactionFact } from './redactions.ts';
import { plainText } from './seen-text.ts';
import { showText } from './show-text.ts';
import { stateCoverage, stateEffort } from './state-coverage.ts';
import { tellFingerprints } from './tell-fingerprints.ts';
import { tellScam } from './tell-scam.ts';
import { original, tellValues } from './tell-values.ts';

const MIN_SIDE = 24;
/** Wider pictures are read at this width: letters of a phone's screen are large enough then. */
const READ_WIDTH = 2000;
/** Pixels that are held in memory at most; a very long capture is read at less width. */
const MOST_PIXELS = 20_000_000;
/** As the analyzer `faces` has it. */
const FACE_SCORE = 0.7;

/** Opens the picture at the size at which it is read; undefined, and said in coverage, when it is too small. */
async function openPicture(artefact: OpenArtefact, sink: Sink): Promise<DecodedImage | undefined> {
  const { width, height } = await readImageHeader(artefact.path);
  if (Math.min(width, height) < MIN_SIDE) {
    const detail = `The picture is ${width} by ${height} pixels: too small to hold text.`;
    sink.notExamined('Text in the picture', 'not-examinable', detail);
    return undefined;
  }
  const fitting = Math.floor(Math.sqrt((MOST_PIXELS * width) / height));
  return decodeImage(artefact.path, { maxWidth: Math.max(MIN_SIDE, Math.min(READ_WIDTH, fitting)) });
}

/** Codes first: they cost little and cannot be misread. */
async function tellCodes(sink: Sink, image: DecodedImage): Promise<SeenCode[]> {
  const codes = await readCodes(image.raster);
  sink.fact(
    'codes',
    codes.map(({ format, text, box }) => ({ format, text, box: Object.values(original(box, image.scale)) })),
  );
  for (const [i, { format, text, box }] of codes.entries())
    sink.finding({
      id: `screenshot.code.${i + 1}`,
      title: `A code in the picture (${format}) was read`,
      detail: `Its content: ${text.slice(0, 4000)}`,
      severity: 'info',
      locations: [{ kind: 'box', ...original(box, image.scale) }],
    });
  return codes;
}

async function findFaces(image: DecodedImage, { model }: AnalysisContext): Promise<Box[]> {
  const faces = await detectFaces(image.raster, await model('blazeface'), FACE_SCORE);
  return faces.map(({ box }) => box);
}

/** Reads text and codes of a picture. Boxes are in pixels of the picture as shown (EXIF rotation applied). */
export const analyze: Analyze = async (artefact, context) => {
  const { sink, signal, model } = context;
  const image = await openPicture(artefact, sink);
  if (image === undefined) return;
  const { raster, scale } = image;
  const codes = await tellCodes(sink, image);
  const page = await readPicture(
    raster,
    { detect: await model('ppocr-detect'), read: await model('ppocr-read') },
    { signal, onProgress: (done) => sink.progress(0.05 + 0.85 * done, 'reading text') },
  );
  stateCoverage(sink, image, page);
  const blocks = groupLines(page.lines, raster);
  const talk = readConversation(blocks, raster.height);
  const effort = new Effort();
  const written = findWritten(blocks, page.language, effort);
  stateEffort(sink, effort);
  const values = [...findCoded(codes), ...written, ...findFields(blocks, written)];
  sink.fact(
    'amounts',
    findSums(blocks, page.language)
      .slice(0, 200)
      .map(({ value }) => value),
  );
  const redactions = listRedactions(values, talk, await findFaces(image, context));
  sink.fact('redactions', redactionFact(redactions, scale));
  if (page.lines.length > 0 || codes.length > 0)
    await showText(sink, raster, { lines: page.lines, values, codes, redactions, talk });
  const finding = page.lines.length > 0 ? ['screenshot.text'] : [];
  const count = tellValues(sink, values, talk, scale, finding);
  describeText(sink, page, plainText(blocks), scale, count);
  if (blocks.length > 0) {
    describeTalk(sink, blocks, talk, scale);
    tellScam(sink, talk, scale);
  }
  const regions = findRegions(
    raster,
    page.lines.map((line) => line.box),
  );
  await tellFingerprints(sink, raster, blocks, regions);
};
