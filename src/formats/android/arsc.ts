import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts';
import { fits, u8, u16, u32 } from '../view.ts';
import { type ResConfig, readConfig } from './arsc-config.ts';
import { decodeResValue, type ResValue, readResValue } from './res-value.ts';
import { emptyStringPool, readStringPool, type StringPool, type StringPoolAnomaly } from './string-pool.ts';

export type ArscAnomalyCode =
  | StringPoolAnomaly
  | 'not-arsc'
  | 'chunk-size'
  | 'entry-count'
  | 'entry-offset'
  | 'too-many-chunks';

/** One variant of a resource. */
export interface ResVariant {
  readonly config: ResConfig;
  readonly key: string;
  /** Undefined: a bag (style, array, plural…), which this reader does not open. */
  readonly value: ResValue | undefined;
}

export interface ResPackage {
  readonly id: number;
  readonly name: string;
  readonly typeNames: readonly string[];
}

/** A resource table, indexed by chunk; entries are read when looked up. */
export interface ResTable {
  readonly packages: readonly ResPackage[];
  readonly strings: StringPool;
  readonly anomalies: readonly Anomaly<ArscAnomalyCode>[];
  /** All variants of a resource, in file order. */
  lookup(id: number): ResVariant[];
}

const TABLE = 0x0002;
const STRING_POOL = 0x0001;
const PACKAGE = 0x0200;
const TYPE = 0x0201;
const MAX_CHUNKS = 200_000;
const NONE32 = 0xffffffff;

interface TypeChunk {
  readonly chunk: Buffer;
  readonly keys: StringPool;
}

interface Reading {
  readonly bytes: Buffer;
  readonly log: AnomalyLog<ArscAnomalyCode>;
  readonly types: Map<number, TypeChunk[]>;
  readonly packages: ResPackage[];
  strings: StringPool;
  chunks: number;
}

/** Reads `resources.arsc` (AOSP ResourceTypes.h, ResTable). Bounded by the bytes given; never throws. */
export function readResTable(bytes: Buffer): ResTable {
  const log = anomalyLog<ArscAnomalyCode>();
  const reading: Reading = {
    bytes,
    log,
    types: new Map(),
    packages: [],
    strings: emptyStringPool,
    chunks: 0,
  };
  if (u16(bytes, 0) !== TABLE)
    log.add('not-arsc', `begins with chunk type 0x${u16(bytes, 0).toString(16)}, not 0x2`, { offset: 0 });
  for (const { type, at, end } of walkChunks(reading, Math.max(8, u16(bytes, 2)), bytes.length)) {
    if (type === STRING_POOL && reading.strings.count === 0)
      reading.strings = readStringPool(bytes, at, end, log);
    else if (type === PACKAGE) readPackage(reading, at, end);
  }
  return {
    packages: reading.packages,
    strings: reading.strings,
    anomalies: log.all,
    lookup: (id) =>
      (reading.types.get(id >>> 16) ?? [])
        .map((type) => readVariant(type, id & 0xffff, reading))
        .filter((variant) => variant !== undefined),
  };
}

function* walkChunks(
  reading: Reading,
  start: number,
  end: number,
): Generator<{ type: number; at: number; end: number }> {
  const { bytes, log } = reading;
  for (let at = start; at + 8 <= end; ) {
    const declared = u32(bytes, at + 4);
    const fitting = declared >= 8 && declared <= end - at;
    if (!fitting)
      log.add(
        'chunk-size',
        `a chunk of type 0x${u16(bytes, at).toString(16)} says it is ${declared} bytes long; ${end - at} are left`,
        {
          offset: at,
        },
      );
    const chunkEnd = fitting ? at + declared : declared < 8 ? at + 8 : end;
    reading.chunks += 1;
    if (reading.chunks > MAX_CHUNKS) {
      log.add('too-many-chunks', `more than ${MAX_CHUNKS} chunks; the rest was not read`, { offset: at });
      return;
    }
    yield { type: u16(bytes, at), at, end: chunkEnd };
    at = chunkEnd;
  }
}

function readPackage(reading: Reading, start: number, end: number): void {
  const { bytes, log } = reading;
  const id = u32(bytes, start + 8);
  const name = bytes
    .toString('utf16le', start + 12, Math.min(end, start + 12 + 256))
    .replace(/\0[\s\S]*$/, '');
  const typesAt = u32(bytes, start + 268);
  const keysAt = u32(bytes, start + 276);
  const poolAt = (offset: number): StringPool =>
    offset >= 8 && u16(bytes, start + offset) === STRING_POOL && start + offset + 28 <= end
      ? readStringPool(bytes, start + offset, end, log)
      : emptyStringPool;
  const typeNames = poolAt(typesAt);
  const keys = poolAt(keysAt);
  reading.packages.push({
    id,
    name,
    typeNames: Array.from({ length: Math.min(255, typeNames.count) }, (_, at) => typeNames.get(at) ?? ''),
  });
  for (const chunk of walkChunks(reading, start + Math.max(8, u16(bytes, start + 2)), end)) {
    if (chunk.type !== TYPE || chunk.end - chunk.at < 24) continue;
    const key = ((id & 0xff) << 8) | u8(bytes, chunk.at + 8);
    const list = reading.types.get(key) ?? [];
    list.push({ chunk: bytes.subarray(chunk.at, chunk.end), keys });
    reading.types.set(key, list);
  }
}

function readVariant({ chunk, keys }: TypeChunk, index: number, reading: Reading): ResVariant | undefined {
  const offset = findEntryOffset(chunk, index, reading.log);
  if (offset === undefined) return undefined;
  const at = u32(chunk, 16) + offset;
  if (!fits(chunk, at, 8)) {
    reading.log.add('entry-offset', `entry ${index} lies outside its type`);
    return undefined;
  }
  const flags = u16(chunk, at + 2);
  const config = readConfig(chunk, 20);
  // ResTable_entry: compact entries hold key, flags with the value's type in the high byte, and the data.
  if ((flags & 0x0008) !== 0)
    return {
      config,
      key: keys.get(u16(chunk, at)) ?? '',
      value: decodeResValue(flags >>> 8, u32(chunk, at + 4), reading.strings),
    };
  const bag = (flags & 0x0001) !== 0;
  const valueAt = at + Math.max(8, u16(chunk, at));
  const readable = !bag && fits(chunk, valueAt, 8);
  return {
    config,
    key: keys.get(u32(chunk, at + 4)) ?? '',
    value: readable ? readResValue(chunk, valueAt, reading.strings) : undefined,
  };
}

/** Offset of an entry from `entriesStart`. Three layouts: plain, sparse (flag 1), 16-bit offsets (flag 2). */
function findEntryOffset(chunk: Buffer, index: number, log: AnomalyLog<ArscAnomalyCode>): number | undefined {
  const table = Math.max(20, u16(chunk, 2));
  const flags = u8(chunk, 9);
  const width = (flags & 2) !== 0 && (flags & 1) === 0 ? 2 : 4;
  const declared = u32(chunk, 12);
  const count = Math.min(declared, Math.max(0, Math.floor((chunk.length - table) / width)));
  if (count < declared) log.add('entry-count', `a type declares ${declared} entries, at most ${count} fit`);
  if ((flags & 1) !== 0) return findSparse(chunk, table, count, index);
  if (index >= count) return undefined;
  if (width === 2) {
    const offset = u16(chunk, table + index * 2);
    return offset === 0xffff ? undefined : offset * 4;
  }
  const offset = u32(chunk, table + index * 4);
  return offset === NONE32 ? undefined : offset;
}

function findSparse(chunk: Buffer, table: number, count: number, index: number): number | undefined {
  for (let at = 0; at < count; at++)
    if (u16(chunk, table + at * 4) === index) return u16(chunk, table + at * 4 + 2) * 4;
  return undefined;
}
