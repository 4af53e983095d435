import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppFile } from '../../src/apps/index.ts';
import { type AnalysisContext, AnalysisFailure } from '../../src/contract/index.ts';
import { perceptualHash } from '../../src/fingerprints/index.ts';
import {
  dictAt,
  type PlistDict,
  sniff,
  sourceOf,
  textAt,
  textsAt,
  uncrushPng,
} from '../../src/formats/index.ts';
import { decodeImage, encodePng, type Raster, resizeRaster, toGrey } from '../../src/media/index.ts';
import type { IosApp } from './ios-app.ts';

const MAX_BYTES = 8 * 1024 * 1024;
const SIDE = 192;
const readable: ReadonlySet<string> = new Set(['image/png', 'image/jpeg']);

/** Shows the icon as a freshly drawn PNG. Names are looked up among the app's own files; nothing is opened by path. */
export async function showIcon(app: IosApp, context: AnalysisContext): Promise<void> {
  const { sink } = context;
  for (const file of candidates(app)) {
    const { bytes } = await app.files.open(file, MAX_BYTES);
    const plain = uncrushPng(bytes) ?? bytes;
    if (!(await sniff(sourceOf(plain))).mediaTypes.some((type) => readable.has(type))) continue;
    const raster = await decode(plain, context.workdir);
    if (!raster) continue;
    sink.fact('icon', { entry: file.path.slice(0, 300), bytes: bytes.length, crushed: plain !== bytes });
    await sink.evidence({
      id: 'icon.png',
      mediaType: 'image/png',
      caption: 'Icon of the app, redrawn',
      from: await encodePng(raster),
    });
    const grey = async (width: number, height: number) => toGrey(await resizeRaster(raster, width, height));
    sink.fingerprint({ kind: 'phash-icon-v1', value: perceptualHash(await grey(32, 32)), of: 'icon' });
    sink.examined('the icon');
    return;
  }
  const compiled = app.files.files.some(({ inner }) => inner === 'Assets.car');
  sink.notExamined(
    'the icon',
    'not-examinable',
    compiled
      ? 'It is only in the compiled asset catalogue (Assets.car), which is not read.'
      : 'No picture that can be decoded was found for it.',
  );
}

/** Largest file first: the names Info.plist gives, then those that build tools use. */
function candidates({ info, files }: IosApp): AppFile[] {
  const names = info ? iconNames(info.dict) : [];
  const named = files.files.filter(({ inner }) => names.some((name) => isVariant(inner, name)));
  const usual = files.files.filter(({ inner }) => /^(AppIcon|Icon)[^/]{0,60}\.png$/i.test(inner));
  const bySize = (a: AppFile, b: AppFile): number => b.bytes - a.bytes;
  return [...new Set([...named.sort(bySize), ...usual.sort(bySize)])].slice(0, 12);
}

/** `AppIcon60x60` stands for `AppIcon60x60@2x.png`, `AppIcon60x60@3x~ipad.png`… */
function isVariant(inner: string, name: string): boolean {
  const base = name.replace(/\.png$/i, '');
  if (base === '' || !inner.startsWith(base)) return false;
  return /^(@[23]x)?(~(ipad|iphone))?(\.png)?$/i.test(inner.slice(base.length));
}

function iconNames(dict: PlistDict): string[] {
  const primary = ['CFBundleIcons', 'CFBundleIcons~ipad'].flatMap((key) =>
    textsAt(dictAt(dictAt(dict, key), 'CFBundlePrimaryIcon'), 'CFBundleIconFiles', 200),
  );
  const older = textsAt(dict, 'CFBundleIconFiles', 200);
  const single = textAt(dict, 'CFBundleIconFile', 200);
  return [...primary, ...older, ...(single ? [single] : [])].slice(0, 40);
}

async function decode(bytes: Buffer, workdir: string): Promise<Raster | undefined> {
  const path = join(workdir, 'icon');
  await writeFile(path, bytes);
  try {
    return (await decodeImage(path, { maxSide: SIDE })).raster;
  } catch (error) {
    if (error instanceof AnalysisFailure) return undefined;
    throw error;
  }
}
