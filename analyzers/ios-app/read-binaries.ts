import type { AppFile } from '../../src/apps/index.ts';
import { readMachO } from '../../src/formats/index.ts';
import type { Binary, IosApp } from './ios-app.ts';

const MAX_BINARIES = 200;
const MAX_BYTES = 320 * 1024 * 1024;
const MAX_TOTAL_BYTES = 1024 * 1024 * 1024;

/** What became of the programs of an app, filled while they are read. */
export interface BinaryLog {
  readonly binaries: Binary[];
  /** Programs that were not read, and why. */
  readonly skipped: { readonly path: string; readonly why: string }[];
}

/** Reads the app's programs one after the other, the main one first, and gives each with its bytes. */
export async function* readBinaries(
  app: IosApp,
  log: BinaryLog,
): AsyncGenerator<{ readonly binary: Binary; readonly bytes: Buffer }> {
  const { binaries, skipped } = log;
  let left = MAX_TOTAL_BYTES;
  for (const { file, main } of listPrograms(app)) {
    if (binaries.length >= MAX_BINARIES || left <= 0) {
      skipped.push({ path: file.path, why: 'The app holds more programs than are read.' });
      continue;
    }
    const { bytes, complete } = await app.files.open(file, Math.min(MAX_BYTES, left));
    left -= bytes.length;
    const read = readMachO(bytes);
    if (!read) {
      if (main) skipped.push({ path: file.path, why: 'It is not a program that can be read (Mach-O).' });
      continue;
    }
    if (!complete) skipped.push({ path: file.path, why: 'It is cut, broken or larger than is read.' });
    const binary: Binary = { file, main, images: read.images, anomalies: read.anomalies };
    binaries.push(binary);
    yield { binary, bytes };
  }
}

function listPrograms({ files, info, bundles, root }: IosApp): { file: AppFile; main: boolean }[] {
  const folder = /([^/]+)\.app\/$/.exec(root)?.[1];
  const names = [info?.executable, folder].filter((name) => name !== undefined);
  const main = names.flatMap((name) => files.files.find(({ inner }) => inner === name) ?? [])[0];
  const libraries = files.files.filter(
    ({ inner }) => inner.endsWith('.dylib') && !/(^|\/)libswift[A-Za-z_]+\.dylib$/.test(inner),
  );
  const nested = bundles.flatMap(({ executable }) => executable ?? []);
  const others = [...new Set([...nested, ...libraries])].filter((file) => file !== main);
  return [...(main ? [{ file: main, main: true }] : []), ...others.map((file) => ({ file, main: false }))];
}
