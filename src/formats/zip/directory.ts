import type { AnomalyLog } from '../anomaly.ts';
import type { ByteSource } from '../source.ts';
import type { ZipAnomalyCode } from './zip.ts';

/** Where the central directory is, after the end record (APPNOTE 4.3.16) and its zip64 form (4.3.14, 4.3.15). */
export interface DirectoryPlace {
  readonly endOffset: number;
  readonly offset: number;
  readonly bytes: number;
  readonly entriesDeclared: number;
  /** Bytes before the archive proper: all recorded offsets are short by this much. */
  readonly shift: number;
  readonly comment: Buffer;
  /** Bytes after the end record and its comment. */
  readonly trailingBytes: number;
}

const END_BYTES = 22;
const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
/** The comment can be 64 KiB; what is appended behind the archive may push the record further from the end. */
const SEARCH_BYTES = 1024 * 1024 + END_BYTES;
/** A tail full of false end records must not cost a read each. */
const MAX_TRIES = 64;

/** Finds the central directory from the end of the file, as Android does: the last end record wins. Undefined: no archive. */
export async function findDirectory(
  source: ByteSource,
  log: AnomalyLog<ZipAnomalyCode>,
): Promise<DirectoryPlace | undefined> {
  const tailOffset = Math.max(0, source.size - SEARCH_BYTES);
  const tail = await source.read(tailOffset, SEARCH_BYTES);
  for (let at = tail.length - END_BYTES, tries = 0; at >= 0 && tries < MAX_TRIES; at--, tries++) {
    at = tail.lastIndexOf('PK\x05\x06', at, 'latin1');
    if (at < 0) return undefined;
    const place = await readEnd(source, tail.subarray(at), tailOffset + at, log);
    if (place) return place;
  }
  return undefined;
}

async function readEnd(
  source: ByteSource,
  record: Buffer,
  endOffset: number,
  log: AnomalyLog<ZipAnomalyCode>,
): Promise<DirectoryPlace | undefined> {
  if (record.length < END_BYTES || record.readUInt32LE(0) !== END) return undefined;
  const declared = (await readZip64(source, endOffset)) ?? {
    entries: record.readUInt16LE(10),
    bytes: record.readUInt32LE(12),
    offset: record.readUInt32LE(16),
  };
  const shift = await findShift(source, declared, endOffset);
  if (shift === undefined) return undefined;
  const commentBytes = record.readUInt16LE(20);
  const comment = record.subarray(END_BYTES, END_BYTES + commentBytes);
  const trailingBytes = source.size - endOffset - END_BYTES - comment.length;
  if (trailingBytes > 0)
    log.add('trailing-data', `${trailingBytes} bytes after the end of the archive`, {
      offset: source.size - trailingBytes,
    });
  if (comment.length < commentBytes)
    log.add(
      'comment-length',
      `the end record declares a comment of ${commentBytes} bytes, ${comment.length} are there`,
      {
        offset: endOffset,
      },
    );
  if (shift > 0) log.add('prepended-data', `${shift} bytes stand before the archive`, { offset: 0 });
  return {
    endOffset,
    offset: declared.offset + shift,
    bytes: declared.bytes,
    entriesDeclared: declared.entries,
    shift,
    comment,
    trailingBytes,
  };
}

interface Declared {
  readonly entries: number;
  readonly bytes: number;
  readonly offset: number;
}

async function readZip64(source: ByteSource, endOffset: number): Promise<Declared | undefined> {
  if (endOffset < 20) return undefined;
  const locator = await source.read(endOffset - 20, 20);
  if (locator.length < 20 || locator.readUInt32LE(0) !== END64_LOCATOR) return undefined;
  const recordOffset = Number(locator.readBigUInt64LE(8));
  const record = await source.read(recordOffset, 56);
  if (record.length < 56 || record.readUInt32LE(0) !== END64) return undefined;
  const entries = Number(record.readBigUInt64LE(32));
  const bytes = Number(record.readBigUInt64LE(40));
  const offset = Number(record.readBigUInt64LE(48));
  return offset + bytes <= source.size ? { entries, bytes, offset } : undefined;
}

/** How far recorded offsets are off: 0 in a plain archive. Undefined: there is no directory where the record points. */
async function findShift(
  source: ByteSource,
  declared: Declared,
  endOffset: number,
): Promise<number | undefined> {
  if (declared.bytes === 0 && declared.entries === 0)
    return declared.offset <= endOffset ? endOffset - declared.offset : undefined;
  if (await isCentral(source, declared.offset)) return 0;
  const shift = endOffset - declared.bytes - declared.offset;
  return shift > 0 && (await isCentral(source, declared.offset + shift)) ? shift : undefined;
}

async function isCentral(source: ByteSource, offset: number): Promise<boolean> {
  const head = await source.read(offset, 4);
  return head.length === 4 && head.readUInt32LE(0) === CENTRAL;
}
