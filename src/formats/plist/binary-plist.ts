import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts';
import { type PlistAnomalyCode, plistLimits } from './plist-anomaly.ts';
import type { PlistDict, PlistValue } from './plist-value.ts';

export interface PlistRead {
  readonly root: PlistValue | undefined;
  readonly anomalies: readonly Anomaly<PlistAnomalyCode>[];
}

/** Seconds from 1970 to the reference date of Apple's time, 2001-01-01 UTC. */
const REFERENCE = 978_307_200;
const TRAILER = 32;

interface State {
  readonly bytes: Buffer;
  readonly log: AnomalyLog<PlistAnomalyCode>;
  readonly count: number;
  readonly offsetBytes: number;
  readonly refBytes: number;
  readonly tableOffset: number;
  /** Objects being read now: one of them again is a cycle. */
  readonly open: Set<number>;
  values: number;
  size: number;
}

/**
 * Reads a binary property list (`bplist00`; CFBinaryPList.c of Apple's CoreFoundation describes it): a table of objects
 * that refer to each other by number. Cycles, false offsets and lists that multiply are cut and told.
 */
export function readBinaryPlist(bytes: Buffer): PlistRead {
  const log = anomalyLog<PlistAnomalyCode>();
  const state = openTrailer(bytes, log);
  if (!state) return { root: undefined, anomalies: log.all };
  const top = Number(bytes.readBigUInt64BE(bytes.length - TRAILER + 16));
  return { root: readObject(state, top, 0), anomalies: log.all };
}

function openTrailer(bytes: Buffer, log: AnomalyLog<PlistAnomalyCode>): State | undefined {
  if (bytes.length < 8 + TRAILER) {
    log.add('cut', `${bytes.length} bytes are too few for a binary property list`);
    return undefined;
  }
  const at = bytes.length - TRAILER;
  const offsetBytes = bytes[at + 6]!;
  const refBytes = bytes[at + 7]!;
  const count = Number(bytes.readBigUInt64BE(at + 8));
  const tableOffset = Number(bytes.readBigUInt64BE(at + 24));
  const room = Math.floor((at - tableOffset) / Math.max(1, offsetBytes));
  if (offsetBytes < 1 || offsetBytes > 8 || refBytes < 1 || refBytes > 8 || tableOffset >= at || room < 1) {
    log.add('bad-trailer', 'the table of objects lies outside the file', { offset: at });
    return undefined;
  }
  if (count > room)
    log.add('bad-trailer', `${count} objects are declared, there is room for ${room}`, { offset: at + 8 });
  return {
    bytes,
    log,
    count: Math.min(count, room),
    offsetBytes,
    refBytes,
    tableOffset,
    open: new Set(),
    values: 0,
    size: 0,
  };
}

function readObject(state: State, index: number, depth: number): PlistValue | undefined {
  const { log, open } = state;
  if (index >= state.count) {
    log.add('bad-offset', `object ${index} does not exist`);
    return undefined;
  }
  if (open.has(index)) {
    log.add('cycle', `object ${index} holds itself`);
    return undefined;
  }
  if (depth > plistLimits.depth) {
    log.add('too-deep', `nested more than ${plistLimits.depth} deep; the rest was left out`);
    return undefined;
  }
  if (++state.values > plistLimits.values || state.size > plistLimits.size) {
    log.add('too-many-objects', 'the list unfolds to more than is read; the rest was left out');
    return undefined;
  }
  const at = sized(state.bytes, state.tableOffset + index * state.offsetBytes, state.offsetBytes);
  if (at < 8 || at >= state.tableOffset) {
    log.add('bad-offset', `object ${index} lies outside the file`);
    return undefined;
  }
  open.add(index);
  const value = readAt(state, at, depth);
  open.delete(index);
  return value;
}

function readAt(state: State, at: number, depth: number): PlistValue | undefined {
  const marker = state.bytes[at]!;
  const kind = marker >> 4;
  const low = marker & 15;
  if (kind === 0) return low === 8 ? false : low === 9 ? true : null;
  if (kind === 1) return readInteger(state, at + 1, 1 << Math.min(low, 5));
  if (kind === 2) return readReal(state, at + 1, low);
  if (kind === 3) return readDate(state, at + 1);
  if (kind === 8) return { uid: sized(state.bytes, at + 1, Math.min(8, low + 1)) };
  const { length, start } = readLength(state, at, low);
  if (kind === 4) return take(state, start, length, (part) => Buffer.from(part));
  if (kind === 5) return take(state, start, length, (part) => part.toString('latin1'));
  if (kind === 6) return take(state, start, length * 2, decodeWide);
  if (kind === 7) return take(state, start, length, (part) => part.toString('utf8'));
  if (kind === 10 || kind === 11 || kind === 12) return readList(state, start, length, depth);
  if (kind === 13) return readDict(state, start, length, depth);
  state.log.add('bad-object', `unknown kind of object 0x${marker.toString(16)}`, { offset: at });
  return undefined;
}

/** Up to eight bytes, big-endian, as a number; too large ones lose precision and so fall outside every bound. */
function sized(bytes: Buffer, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** A length of 15 means that an integer object follows which gives it. */
function readLength({ bytes }: State, at: number, low: number): { length: number; start: number } {
  if (low !== 15) return { length: low, start: at + 1 };
  const width = 1 << ((bytes[at + 1] ?? 0) & 3);
  return { length: sized(bytes, at + 2, width), start: at + 2 + width };
}

function take<T extends string | Buffer>(
  state: State,
  start: number,
  length: number,
  read: (part: Buffer) => T,
): T {
  const end = Math.min(start + length, state.tableOffset);
  if (start + length > state.tableOffset)
    state.log.add('cut', `a value of ${length} bytes reaches beyond the objects`, { offset: start });
  const part = state.bytes.subarray(start, Math.max(start, end));
  state.size += part.length;
  return read(part);
}

/** A text that is cut may end within a character. */
function decodeWide(part: Buffer): string {
  return Buffer.from(part.subarray(0, part.length & ~1))
    .swap16()
    .toString('utf16le');
}

function readInteger({ bytes, log }: State, at: number, width: number): number | bigint | undefined {
  if (width > 16 || at + width > bytes.length) {
    log.add('bad-object', `an integer of ${width} bytes`, { offset: at });
    return undefined;
  }
  if (width < 8) return sized(bytes, at, width);
  // Sixteen bytes are written for what does not fit a signed 64-bit number: the low half carries the value.
  const value = width === 8 ? bytes.readBigInt64BE(at) : bytes.readBigUInt64BE(at + 8);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function readReal({ bytes, log }: State, at: number, low: number): number | undefined {
  if (low === 2 && at + 4 <= bytes.length) return bytes.readFloatBE(at);
  if (low === 3 && at + 8 <= bytes.length) return bytes.readDoubleBE(at);
  log.add('bad-object', 'a real number of an unknown width', { offset: at });
  return undefined;
}

function readDate({ bytes }: State, at: number): PlistValue | undefined {
  if (at + 8 > bytes.length) return undefined;
  const seconds = bytes.readDoubleBE(at);
  const date = new Date((seconds + REFERENCE) * 1000);
  return { date: Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString() };
}

function readList(state: State, start: number, length: number, depth: number): readonly PlistValue[] {
  const values: PlistValue[] = [];
  for (let i = 0; i < bounded(state, start, length, 1); i++) {
    const value = readObject(
      state,
      sized(state.bytes, start + i * state.refBytes, state.refBytes),
      depth + 1,
    );
    if (value !== undefined) values.push(value);
    if (state.values > plistLimits.values) break;
  }
  return values;
}

function readDict(state: State, start: number, length: number, depth: number): PlistDict {
  const dict = new Map<string, PlistValue>();
  const { bytes, refBytes } = state;
  const count = bounded(state, start, length, 2);
  for (let i = 0; i < count && state.values <= plistLimits.values; i++) {
    const key = readObject(state, sized(bytes, start + i * refBytes, refBytes), depth + 1);
    const value = readObject(state, sized(bytes, start + (length + i) * refBytes, refBytes), depth + 1);
    if (typeof key !== 'string') continue;
    if (dict.has(key)) state.log.add('duplicate-key', `${key.slice(0, 100)} is given twice`);
    else if (value !== undefined) dict.set(key, value);
  }
  return dict;
}

/** How many references there is room for. */
function bounded(state: State, start: number, length: number, perItem: number): number {
  const room = Math.max(0, Math.floor((state.tableOffset - start) / (state.refBytes * perItem)));
  if (length > room)
    state.log.add('cut', `${length} members are declared, there is room for ${room}`, { offset: start });
  return Math.min(length, room);
}
