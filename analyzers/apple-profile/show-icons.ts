import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnalysisContext, AnalysisFailure } from '../../src/contract/index.ts';
import { perceptualHash } from '../../src/fingerprints/index.ts';
import { dataAt, sniff, sourceOf, textAt, uncrushPng } from '../../src/formats/index.ts';
import { decodeImage, encodePng, type Raster, resizeRaster, toGrey } from '../../src/media/index.ts';
import type { Payload } from './profile.ts';

const MAX_ICONS = 10;
const SIDE = 192;
const readable: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Shows the icons of web clips as freshly drawn PNGs. */
export async function showIcons(payloads: readonly Payload[], context: AnalysisContext): Promise<void> {
  const { sink } = context;
  const icons = payloads.flatMap(({ dict }) => {
    const data = dataAt(dict, 'Icon');
    return data && data.length > 0 ? [{ data, label: textAt(dict, 'Label', 100) ?? '' }] : [];
  });
  for (const [index, { data, label }] of icons.slice(0, MAX_ICONS).entries()) {
    const raster = await decode(uncrushPng(data) ?? data, context.workdir);
    if (!raster) {
      sink.notExamined(`the icon of “${label}”`, 'not-examinable', 'It is no picture that can be decoded.');
      continue;
    }
    await sink.evidence({
      id: `icon-${index + 1}.png`,
      mediaType: 'image/png',
      caption: `Icon of the web clip “${label}”, redrawn`,
      from: await encodePng(raster),
    });
    const hash = perceptualHash(toGrey(await resizeRaster(raster, 32, 32)));
    sink.fingerprint({ kind: 'phash-icon-v1', value: hash, of: `icon of the web clip ${label}` });
  }
  if (icons.length > MAX_ICONS)
    sink.notExamined('further icons', 'not-run', `There are ${icons.length}; ${MAX_ICONS} are shown.`);
}

async function decode(bytes: Buffer, workdir: string): Promise<Raster | undefined> {
  if (!(await sniff(sourceOf(bytes))).mediaTypes.some((type) => readable.has(type))) return undefined;
  const path = join(workdir, 'icon');
  await writeFile(path, bytes);
  try {
    return (await decodeImage(path, { maxSide: SIDE })).raster;
  } catch (error) {
    if (error instanceof AnalysisFailure) return undefined;
    throw error;
  }
}
