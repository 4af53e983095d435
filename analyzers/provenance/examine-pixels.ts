import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnalysisContext, OpenArtefact, Sink } from '../../src/contract/index.ts';
import { AnalysisFailure } from '../../src/contract/index.ts';
import { type CodedPart, decodeCodedPart, decodeImage, encodePng } from '../../src/media/index.ts';
import { lumaOf } from './block-transform.ts';
import { compareThumbnail } from './compare-thumbnail.ts';
import { findGrid } from './find-grid.ts';
import { findRecompression } from './find-recompression.ts';
import { judgeGrid, judgeRecompression, judgeThumbnail } from './judge-pixels.ts';
import { ERROR_LEVEL_QUALITY, errorLevelMap, noiseMap } from './maps.ts';
import type { Traces } from './traces.ts';

/** Pixels a side that are looked at: a picture larger than this is examined in its middle. */
const SIDE = 2048;
const MIN_SIDE = 128;
/** Larger pictures are compared with their thumbnail at this size. */
const COMPARED_SIDE = 512;

/** What decoded pixels tell of compression. A picture that cannot be decoded is said to be so; nothing is thrown. */
export async function examinePixels(
  artefact: OpenArtefact,
  traces: Traces,
  context: AnalysisContext,
): Promise<void> {
  const { sink } = context;
  try {
    await compareWithThumbnail(artefact, traces, context);
    const part = await decodeCodedPart(artefact.path, SIDE);
    if (Math.min(part.raster.width, part.raster.height) < MIN_SIDE) {
      sink.notExamined(
        'Traces of compression',
        'not-examinable',
        `The picture is smaller than ${MIN_SIDE} pixels.`,
      );
      return;
    }
    examineCompression(part, traces, sink);
    context.sink.progress(0.7, 'compression examined');
    await drawMaps(part, sink);
  } catch (cause) {
    if (!(cause instanceof AnalysisFailure)) throw cause;
    sink.notExamined('The pixels of the picture', 'not-examinable', cause.message);
  }
}

async function compareWithThumbnail(
  { path }: OpenArtefact,
  { exif }: Traces,
  { sink, workdir }: AnalysisContext,
): Promise<void> {
  if (!exif?.thumbnail) return;
  const file = join(workdir, 'thumbnail.jpg');
  await writeFile(file, exif.thumbnail);
  try {
    const small = await decodeImage(file, { maxSide: COMPARED_SIDE });
    const picture = await decodeImage(path, { maxSide: COMPARED_SIDE });
    const compared = await compareThumbnail(picture.raster, small.raster);
    const finding = judgeThumbnail(compared);
    sink.fact('thumbnail', {
      width: small.header.width,
      height: small.header.height,
      hashDistance: compared.distance,
    });
    if (finding) {
      await sink.evidence({
        id: 'embedded-thumbnail',
        mediaType: 'image/png',
        caption: 'The thumbnail that the file carries in its EXIF data, as it was decoded.',
        from: await encodePng(small.raster),
      });
      sink.finding({ ...finding, evidence: ['embedded-thumbnail'] });
    }
    sink.examined('The embedded thumbnail, compared with the picture');
  } catch (cause) {
    if (!(cause instanceof AnalysisFailure)) throw cause;
    sink.notExamined('The embedded thumbnail', 'not-examinable', cause.message);
  }
}

function examineCompression(part: CodedPart, { jpeg }: Traces, sink: Sink): void {
  const { width, height } = part.raster;
  const luma = lumaOf(part.raster);
  const table = jpeg?.file.quantTables.find(
    ({ slot }) => slot === (jpeg.file.frame?.components[0]?.table ?? 0),
  );
  const again = table && findRecompression(luma, width, height, table.values);
  const grid = findGrid(luma, width, height);
  sink.fact('compression', {
    area: { left: part.left, top: part.top, width, height },
    recompression: again
      ? { ...again, score: Number(again.score.toFixed(1)), amplitude: Number(again.amplitude.toFixed(2)) }
      : null,
    grid: grid ? { x: grid.x, y: grid.y, score: Number(grid.score.toFixed(1)) } : null,
  });
  for (const finding of [judgeRecompression(again), judgeGrid(grid, jpeg !== undefined, part)])
    if (finding) sink.finding(finding);
  const what =
    width < part.width || height < part.height ? `its middle (${width} × ${height} pixels)` : 'all of it';
  sink.examined(`Traces of compression in the pixels: ${what}`);
}

const NO_PROOF =
  'Brightness follows edges, texture and light everywhere in untouched pictures too: a place that differs from others of its kind is a reason to look there, never proof of a change.';

async function drawMaps({ raster }: CodedPart, sink: Sink): Promise<void> {
  await sink.evidence({
    id: 'error-level-map',
    mediaType: 'image/png',
    caption: `What one more JPEG compression at quality ${ERROR_LEVEL_QUALITY} changes, in cells of 8 pixels, brightest percent white. ${NO_PROOF}`,
    from: await encodePng(await errorLevelMap(raster)),
  });
  await sink.evidence({
    id: 'noise-map',
    mediaType: 'image/png',
    caption: `How strong the finest grain is, in cells of 8 pixels, brightest percent white. ${NO_PROOF}`,
    from: await encodePng(noiseMap(raster)),
  });
}
