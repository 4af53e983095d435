import type { AnomalyLog } from '../anomaly.ts';
import type { DirectoryPlace } from './directory.ts';
import type { ZipAnomalyCode, ZipEntry } from './zip.ts';

type Log = Pick<AnomalyLog<ZipAnomalyCode>, 'add'>;

/** What the directory alone shows to be odd: gaps, names that stand twice or in each other's way, sizes that cannot be. */
export function noteOddities(entries: readonly ZipEntry[], place: DirectoryPlace, log: Log): void {
  noteGap(place, log);
  noteDuplicates(entries, log);
  noteShadows(entries, log);
  noteSizes(entries, log);
  noteOverlaps(entries, place, log);
}

function where({ name, localOffset }: ZipEntry): { offset: number; entry: string } {
  return { offset: localOffset, entry: name.slice(0, 200) };
}

/** Between the directory and the end record only the two records of zip64 may stand, 76 bytes at least. */
function noteGap({ offset, bytes, endOffset }: DirectoryPlace, log: Log): void {
  const gap = endOffset - offset - bytes;
  if (gap !== 0 && gap < 76)
    log.add('directory-gap', `${gap} bytes between the directory and its end record`, {
      offset: offset + bytes,
    });
}

function noteDuplicates(entries: readonly ZipEntry[], log: Log): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.name))
      log.add(
        'duplicate-name',
        'two entries have this name; readers disagree which one counts',
        where(entry),
      );
    seen.add(entry.name);
  }
}

const MAX_PARTS = 16;

/** A folder of the name of a file: whoever unpacks to a disk loses one of them. */
function noteShadows(entries: readonly ZipEntry[], log: Log): void {
  const files = new Set(entries.filter((entry) => !entry.isFolder).map((entry) => entry.name));
  for (const entry of entries)
    for (let at = entry.name.indexOf('/'), part = 0; at > 0 && part < MAX_PARTS; part++) {
      if (files.has(entry.name.slice(0, at))) {
        log.add('name-shadows', 'the name of a file is used as a folder too', where(entry));
        break;
      }
      at = entry.name.indexOf('/', at + 1);
    }
}

/** Deflate never packs better than 1032 to 1 (RFC 1951: 258 bytes out of two bits). */
const BEST_RATIO = 1032;
const SLACK_BYTES = 1024;
const LARGE_BYTES = 64 * 1024 * 1024;
const LARGE_RATIO = 200;
const DEFLATED = 8;

function noteSizes(entries: readonly ZipEntry[], log: Log): void {
  for (const entry of entries) {
    const { method, bytes, compressedBytes } = entry;
    const most = method === DEFLATED ? compressedBytes * BEST_RATIO + SLACK_BYTES : compressedBytes;
    if (bytes > most && (method === 0 || method === DEFLATED))
      log.add(
        'impossible-size',
        `${compressedBytes} packed bytes cannot hold the ${bytes} bytes declared`,
        where(entry),
      );
    else if (bytes > LARGE_BYTES && bytes > compressedBytes * LARGE_RATIO)
      log.add('expands', `${compressedBytes} packed bytes unpack to ${bytes}`, where(entry));
  }
}

/** Entries that share bytes unpack to more than the file holds (D. Fifield, "A better zip bomb", 2019). */
function noteOverlaps(entries: readonly ZipEntry[], place: DirectoryPlace, log: Log): void {
  const ordered = [...entries].sort((a, b) => a.localOffset - b.localOffset);
  let end = 0;
  for (const entry of ordered) {
    if (entry.localOffset < end || entry.localOffset >= place.offset)
      log.add(
        'overlapping-entries',
        'the entry lies in bytes that belong to another entry or to the directory',
        where(entry),
      );
    end = Math.max(end, entry.localOffset + 30 + entry.compressedBytes);
  }
}
