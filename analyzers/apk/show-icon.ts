import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnalysisContext, AnalysisFailure } from '../../src/contract/index.ts';
import { perceptualHash } from '../../src/fingerprints/index.ts';
import { findEntry, readEntry, sniff, sourceOf, type Zip } from '../../src/formats/index.ts';
import type { Raster } from '../../src/media/index.ts';

const MAX_BYTES = 8 * 1024 * 1024;
const SIDE = 192;
const readable: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);

/**
 * Shows the icon as a freshly drawn PNG. `paths` are entry names to look up in the package, never paths on disk; only
 * pictures made of pixels are taken, so no vector or script of the app is ever shown.
 */
export async function showIcon(
  zip: Zip,
  paths: readonly string[],
  { workdir, sink }: AnalysisContext,
): Promise<void> {
  if (paths.length === 0) {
    sink.notExamined('the icon', 'not-examinable', 'The app declares no icon that could be found.');
    return;
  }
  for (const path of paths.slice(0, 8)) {
    const entry = findEntry(zip, path);
    if (!entry) continue;
    const { bytes, complete } = await readEntry(zip, entry, MAX_BYTES);
    if (!complete || !(await sniff(sourceOf(bytes))).mediaTypes.some((type) => readable.has(type))) continue;
    // Loaded when there is a picture to draw: it takes as long as many an app.
    const { encodePng, resizeRaster, toGrey } = await import('../../src/media/index.ts');
    const raster = await decode(bytes, workdir);
    if (!raster) continue;
    sink.fact('icon', { entry: path.slice(0, 300), bytes: bytes.length });
    await sink.evidence({
      id: 'icon.png',
      mediaType: 'image/png',
      caption: 'Icon of the app, redrawn',
      from: await encodePng(raster),
    });
    const grey = toGrey(await resizeRaster(raster, 32, 32));
    sink.fingerprint({ kind: 'phash-icon-v1', value: perceptualHash(grey), of: path.slice(0, 300) });
    sink.examined('the icon');
    return;
  }
  sink.notExamined(
    'the icon',
    'not-examinable',
    'None of its files is a picture made of pixels that can be decoded.',
  );
}

async function decode(bytes: Buffer, workdir: string): Promise<Raster | undefined> {
  const path = join(workdir, 'icon');
  await writeFile(path, bytes);
  const { decodeImage } = await import('../../src/media/index.ts');
  try {
    return (await decodeImage(path, { maxSide: SIDE })).raster;
  } catch (error) {
    if (error instanceof AnalysisFailure) return undefined;
    throw error;
  }
}
