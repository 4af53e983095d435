import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AssayError } from '../../contract/index.ts';

/** Larger files are no pictures that a detector is measured on. */
export const MOST_PICTURE_BYTES = 32 * 1024 * 1024;
const MOST_FILES = 200_000;
const MOST_DEPTH = 8;

export type Label = 'real' | 'generated';

/** One file of a labelled folder; what it is, only the jail finds out. */
export interface Labelled {
  readonly label: Label;
  readonly path: string;
  readonly sha256: string;
  /** Those of one group never stand on both sides of a split: one sub-folder of real/ or fake/, else the file itself. */
  readonly group: string;
}

export interface LabelledFolder {
  /** In the order of their groups' hashes, so that the order says nothing about them. */
  readonly pictures: readonly Labelled[];
  /** Files left out, and why: twice there, too large. */
  readonly leftOut: { readonly copies: number; readonly tooLarge: number };
}

const folders: readonly (readonly [folder: string, label: Label])[] = [
  ['real', 'real'],
  ['fake', 'generated'],
  ['generated', 'generated'],
];

/**
 * Lists `real/` and `fake/` (or `generated/`) of a folder with their hashes. Links are not followed. Throws `not-found`
 * where one is missing and `unprocessable` where the same file is in both.
 */
export async function readLabelledFolder(folder: string): Promise<LabelledFolder> {
  const found: Labelled[] = [];
  let tooLarge = 0;
  for (const [name, label] of folders)
    for await (const path of filesIn(join(folder, name), MOST_DEPTH)) {
      if ((await stat(path)).size > MOST_PICTURE_BYTES) tooLarge += 1;
      else found.push(await describe(path, join(folder, name), label));
      if (found.length > MOST_FILES)
        throw new AssayError('too-large', `${folder} holds more than ${MOST_FILES} files. Take fewer.`);
    }
  for (const label of ['real', 'generated'] as const)
    if (!found.some((one) => one.label === label))
      throw new AssayError(
        'not-found',
        `${folder} needs two folders with pictures: real/ and fake/ (or generated/). There are no ${label} ones.`,
      );
  const pictures = withoutCopies(found);
  return { pictures: inOrder(pictures), leftOut: { copies: found.length - pictures.length, tooLarge } };
}

async function* filesIn(folder: string, depth: number): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    if (entry.isFile()) yield join(folder, entry.name);
    else if (entry.isDirectory() && depth > 0) yield* filesIn(join(folder, entry.name), depth - 1);
  }
}

async function describe(path: string, top: string, label: Label): Promise<Labelled> {
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const [first, ...rest] = path.slice(top.length + 1).split(sep);
  // A clip's folder under real/ and the one of the same name under fake/ are one group.
  return { label, path, sha256, group: rest.length > 0 ? `folder ${first}` : sha256 };
}

function withoutCopies(found: readonly Labelled[]): Labelled[] {
  const known = new Map<string, Labelled>();
  for (const one of found) {
    const other = known.get(one.sha256);
    if (other !== undefined && other.label !== one.label)
      throw new AssayError(
        'unprocessable',
        `${other.path} and ${one.path} are the same file. It cannot be both.`,
      );
    if (other === undefined) known.set(one.sha256, one);
  }
  return [...known.values()];
}

/** A number from 0 to 1 that depends on the group alone. */
export function placeOf(group: string): number {
  return createHash('sha256').update(group).digest().readUInt32BE(0) / 2 ** 32;
}

function inOrder(pictures: readonly Labelled[]): Labelled[] {
  const places = new Map(pictures.map((one) => [one.group, placeOf(one.group)]));
  const place = (one: Labelled): number => places.get(one.group) ?? 0;
  return [...pictures].sort((a, b) => place(a) - place(b) || (a.sha256 < b.sha256 ? -1 : 1));
}
