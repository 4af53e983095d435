import type { Zip, ZipEntry } from '../../../src/formats/index.ts';

export type FileRole = 'program' | 'native' | 'data';

export interface ChosenFile {
  readonly entry: ZipEntry;
  readonly role: FileRole;
}

const MiB = 1024 * 1024;
/** Most that is read of one file; what is longer is hashed and compared by nothing. */
export const MOST_BYTES: Readonly<Record<FileRole, number>> = {
  program: 256 * MiB,
  native: 128 * MiB,
  data: 64 * MiB,
};
const MOST_FILES: Readonly<Record<FileRole, number>> = { program: 100, native: 60, data: 150 };
/** Smaller data files are placeholders, and alike everywhere. */
const LEAST_DATA = 512;
/** Pictures, fonts, sound and films: compressed, so that bytes say nothing of likeness, and mostly stock. */
const isMedia = /\.(png|jpe?g|gif|webp|ttf|otf|woff2?|mp3|ogg|wav|m4a|aac|mp4|webm|mkv|9\.png)$/i;

/**
 * Files worth comparing one by one: programs, the native libraries of one processor type, and data files that are no
 * media, largest first. In the order of the package.
 */
export function chooseFiles({ entries }: Zip): readonly ChosenFile[] {
  const files = entries.filter((entry) => !entry.isFolder && entry.bytes > 0);
  const abi = ['arm64-v8a', 'armeabi-v7a', 'armeabi', 'x86_64', 'x86'].find((name) =>
    files.some((entry) => entry.name.startsWith(`lib/${name}/`)),
  );
  const roleOf = (entry: ZipEntry): FileRole | undefined => {
    if (entry.name.endsWith('.dex')) return 'program';
    if (entry.name.startsWith('lib/')) return entry.name.startsWith(`lib/${abi}/`) ? 'native' : undefined;
    const isData = /^(assets|res\/raw)\//.test(entry.name) && entry.bytes >= LEAST_DATA;
    return isData && !isMedia.test(entry.name) ? 'data' : undefined;
  };
  const chosen: ChosenFile[] = [];
  for (const role of ['program', 'native', 'data'] as const) {
    const all = files.filter((entry) => roleOf(entry) === role);
    if (role !== 'program') all.sort((a, b) => b.bytes - a.bytes || a.index - b.index);
    chosen.push(...all.slice(0, MOST_FILES[role]).map((entry) => ({ entry, role })));
  }
  return chosen.sort((a, b) => a.entry.index - b.entry.index);
}
