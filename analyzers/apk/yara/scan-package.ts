import { type CompiledRules, type RuleHit, scanRules } from '../../../src/apps/index.ts';
import type { Sink } from '../../../src/contract/index.ts';
import { readEntry, type Zip, type ZipEntry } from '../../../src/formats/index.ts';

const MiB = 1024 * 1024;
const FILE_BYTES = 128 * MiB;
const TOTAL_BYTES = 512 * MiB;
const MOST_FILES = 4000;
/** Compressed pictures, fonts, sound and films: rules of ours never look there, and they are most of a package. */
const isMedia = /\.(png|jpe?g|gif|webp|ttf|otf|woff2?|mp3|ogg|wav|m4a|aac|mp4|webm|mkv)$/i;

export interface FileHit extends RuleHit {
  readonly entry: string;
}

/**
 * Scans the files of a package one by one: programs and scripts first, so that a limit that is reached leaves out the least.
 * `everything`: media too, for rules that are not ours.
 */
export async function scanPackage(
  zip: Zip,
  { rules }: CompiledRules,
  everything: boolean,
  sink: Sink,
): Promise<readonly FileHit[]> {
  const hits: FileHit[] = [];
  if (!rules) return hits;
  const files = inOrder(zip).filter(({ name }) => everything || !isMedia.test(name));
  let left = TOTAL_BYTES;
  for (const [count, entry] of files.entries()) {
    if (count === MOST_FILES || left <= 0) {
      const detail = `YARA rules scan at most ${MOST_FILES} files and ${TOTAL_BYTES / MiB} MiB of one app.`;
      sink.notExamined(`${files.length - count} files, by YARA rules`, 'not-run', detail);
      break;
    }
    const { bytes, complete } = await readEntry(zip, entry, Math.min(FILE_BYTES, left));
    left -= bytes.length;
    if (!complete)
      sink.notExamined(
        `part of ${entry.name.slice(0, 200)}, by YARA rules`,
        'not-run',
        'It is cut or too long.',
      );
    for (const hit of scanRules(rules, bytes, entry.name)) hits.push({ ...hit, entry: entry.name });
  }
  return hits;
}

const rank = (name: string): number =>
  name.endsWith('.dex')
    ? 0
    : name.startsWith('assets/') && !isMedia.test(name)
      ? 1
      : name.startsWith('lib/')
        ? 2
        : 3;

function inOrder({ entries }: Zip): ZipEntry[] {
  return entries
    .filter((entry) => !entry.isFolder && entry.bytes > 0)
    .sort((a, b) => rank(a.name) - rank(b.name) || a.index - b.index);
}
