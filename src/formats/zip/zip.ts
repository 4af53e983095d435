import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts';
import type { ByteSource } from '../source.ts';
import { type DirectoryPlace, findDirectory } from './directory.ts';
import { decodeEntryName, escapesFolder, judgeEntryName, type NameTrick } from './entry-name.ts';
import { type KeptEntries, keepEntries } from './kept-entries.ts';
import { noteOddities } from './note-oddities.ts';

export type ZipAnomalyCode =
  | 'trailing-data'
  | 'prepended-data'
  | 'comment-length'
  | 'entry-count'
  | 'directory-cut'
  | 'directory-gap'
  | 'too-many-entries'
  | 'duplicate-name'
  | 'name-escapes-folder'
  | 'name-not-utf8'
  | 'name-nul'
  | 'local-header'
  | 'local-name'
  | 'local-method'
  | 'local-size'
  | 'unknown-method'
  | 'encrypted-flag'
  | 'overlapping-entries'
  | 'crc'
  | 'declared-size'
  | 'impossible-size'
  | 'expands'
  | 'name-shadows';

/** One entry of the central directory, which is authoritative: local headers may lie (APPNOTE 4.3.12). */
export interface ZipEntry {
  readonly index: number;
  /** A fact to show, never a path to use. */
  readonly name: string;
  readonly nameTricks: readonly NameTrick[];
  readonly flags: number;
  /** 0 stored, 8 deflated, 99 AES; Android reads every other one as stored. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  /** Declared size when unpacked. */
  readonly bytes: number;
  /** Of the local header, absolute in the source. */
  readonly localOffset: number;
  readonly isFolder: boolean;
  readonly isSymlink: boolean;
  /** MS-DOS time of the last change; its high byte is the check byte of some encrypted entries. */
  readonly dosTime: number;
  /** Extra field of the central record (APPNOTE 4.5). */
  readonly extra: Buffer;
}

export interface Zip {
  readonly source: ByteSource;
  readonly entries: readonly ZipEntry[];
  readonly anomalies: readonly Anomaly<ZipAnomalyCode>[];
  readonly directory: DirectoryPlace;
  /** False: the directory had more entries than the limit, or ended early. */
  readonly complete: boolean;
  /** Contents that were read before, where `keepBytes` asked for it. */
  readonly kept?: KeptEntries;
}

const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
const FILL32 = 0xffffffff;

export interface ZipLimits {
  readonly maxEntries: number;
  /** How many bytes of contents to keep for the next reader; none if it is not given. */
  readonly keepBytes?: number;
}

/**
 * Reads the central directory of a ZIP as Android does. Undefined: no archive here. Never throws for what the bytes say;
 * what is wrong with them is in `anomalies`.
 */
export async function readZip(
  source: ByteSource,
  limits: ZipLimits = { maxEntries: 65_536 },
): Promise<Zip | undefined> {
  const log = anomalyLog<ZipAnomalyCode>();
  const directory = await findDirectory(source, log);
  if (!directory) return undefined;
  const records = await source.read(directory.offset, Math.min(directory.bytes, MAX_DIRECTORY_BYTES));
  const { entries, complete } = readEntries(records, directory, limits.maxEntries, log);
  noteOddities(entries, directory, log);
  const kept = limits.keepBytes === undefined ? {} : { kept: keepEntries(limits.keepBytes) };
  return { source, entries, anomalies: log.all, directory, complete, ...kept };
}

/** The entry Android's package parser would take: the first of that name. */
export function findEntry(zip: Zip, name: string): ZipEntry | undefined {
  return zip.entries.find((entry) => entry.name === name);
}

function readEntries(
  records: Buffer,
  place: DirectoryPlace,
  maxEntries: number,
  log: AnomalyLog<ZipAnomalyCode>,
): { entries: ZipEntry[]; complete: boolean } {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + CENTRAL_BYTES <= records.length && records.readUInt32LE(at) === CENTRAL) {
    if (entries.length >= maxEntries) {
      log.add('too-many-entries', `more than ${maxEntries} entries; the rest were not listed`, {
        offset: place.offset + at,
      });
      return { entries, complete: false };
    }
    const record = records.subarray(at);
    const bytes = CENTRAL_BYTES + record.readUInt16LE(28) + record.readUInt16LE(30) + record.readUInt16LE(32);
    entries.push(readEntry(record.subarray(0, bytes), entries.length, place, log));
    at += bytes;
  }
  const complete = at >= records.length && records.length === place.bytes;
  if (!complete)
    log.add('directory-cut', `the directory declares ${place.bytes} bytes, ${at} could be read`, {
      offset: place.offset + at,
    });
  if (entries.length !== place.entriesDeclared)
    log.add('entry-count', `${place.entriesDeclared} entries declared, ${entries.length} found`, {
      offset: place.endOffset,
    });
  return { entries, complete };
}

function readEntry(
  record: Buffer,
  index: number,
  place: DirectoryPlace,
  log: AnomalyLog<ZipAnomalyCode>,
): ZipEntry {
  const nameEnd = CENTRAL_BYTES + record.readUInt16LE(28);
  const { name, utf8 } = decodeEntryName(record.subarray(CENTRAL_BYTES, nameEnd));
  const nameTricks = judgeEntryName(name);
  const madeBy = record.readUInt16LE(4) >>> 8;
  const unixMode = madeBy === 3 ? record.readUInt32LE(38) >>> 16 : 0;
  const sizes = readSizes(record, record.subarray(nameEnd, nameEnd + record.readUInt16LE(30)));
  const offset = place.offset;
  if (!utf8)
    log.add('name-not-utf8', `entry ${index} has a name that is not UTF-8`, {
      offset,
      entry: name.slice(0, 200),
    });
  if (nameTricks.includes('nul'))
    log.add('name-nul', `entry ${index} has a NUL in its name`, { offset, entry: name.slice(0, 200) });
  if (escapesFolder(nameTricks))
    log.add('name-escapes-folder', `entry ${index} has a name that leads out of the folder`, {
      offset,
      entry: name.slice(0, 200),
    });
  return {
    index,
    name,
    nameTricks,
    flags: record.readUInt16LE(8),
    method: record.readUInt16LE(10),
    crc32: record.readUInt32LE(16),
    compressedBytes: sizes.compressed,
    bytes: sizes.uncompressed,
    localOffset: sizes.local + place.shift,
    isFolder: name.endsWith('/'),
    isSymlink: (unixMode & 0o170000) === 0o120000,
    dosTime: record.readUInt16LE(12),
    extra: record.subarray(nameEnd, nameEnd + record.readUInt16LE(30)),
  };
}

/** Sizes and offset, from the zip64 extra field (APPNOTE 4.5.3) where the 32-bit ones are full. */
function readSizes(
  record: Buffer,
  extra: Buffer,
): { compressed: number; uncompressed: number; local: number } {
  const sizes = {
    uncompressed: record.readUInt32LE(24),
    compressed: record.readUInt32LE(20),
    local: record.readUInt32LE(42),
  };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 0x0001) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    let next = 0;
    for (const key of ['uncompressed', 'compressed', 'local'] as const) {
      if (sizes[key] !== FILL32 || next + 8 > field.length) continue;
      sizes[key] = Number(field.readBigUInt64LE(next));
      next += 8;
    }
    break;
  }
  return sizes;
}
