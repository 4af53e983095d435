import type { AnomalyLog } from '../anomaly.ts';
import { fits, u8, u16, u32 } from '../view.ts';
import type { ResConfig } from './arsc-config.ts';
import { decodeResValue, type ResValue, readResValue } from './res-value.ts';
import type { StringPool } from './string-pool.ts';

export type EntryAnomaly = 'entry-count' | 'entry-offset' | 'bag-count';

/** One variant of a resource. */
export interface ResVariant {
  readonly config: ResConfig;
  /** The name after the slash: `app_name` of `@string/app_name`. */
  readonly key: string;
  /** Undefined: a bag, see `items`. */
  readonly value: ResValue | undefined;
  /** Values of a style, array or plural; empty for a plain value. */
  readonly items: readonly ResValue[];
}

/** A ResTable_type chunk: one type in one configuration. */
export interface TypeChunk {
  readonly chunk: Buffer;
  readonly keys: StringPool;
  readonly config: ResConfig;
  readonly layout: Layout;
  readonly name: string;
  readonly package: string;
}

type Log = Pick<AnomalyLog<EntryAnomaly>, 'add'>;
const NONE32 = 0xffffffff;
const MAX_ITEMS = 20_000;

/** Reads entry `index` of a type. Undefined: this configuration has none, or it lies outside. */
export function readVariant(
  { chunk, keys, config, layout }: TypeChunk,
  index: number,
  strings: StringPool,
  log: Log,
): ResVariant | undefined {
  const offset = findEntryOffset(chunk, layout, index);
  if (offset === undefined) return undefined;
  const at = u32(chunk, 16) + offset;
  if (!fits(chunk, at, 8)) {
    log.add('entry-offset', `entry ${index} lies outside its type`);
    return undefined;
  }
  const flags = u16(chunk, at + 2);
  // ResTable_entry: compact entries hold key, flags with the value's type in the high byte, and the data.
  if ((flags & 0x0008) !== 0)
    return {
      config,
      key: keys.get(u16(chunk, at)) ?? '',
      value: decodeResValue(flags >>> 8, u32(chunk, at + 4), strings),
      items: [],
    };
  const bag = (flags & 0x0001) !== 0;
  const valueAt = at + Math.max(8, u16(chunk, at));
  return {
    config,
    key: keys.get(u32(chunk, at + 4)) ?? '',
    value: !bag && fits(chunk, valueAt, 8) ? readResValue(chunk, valueAt, strings) : undefined,
    items: bag ? readItems(chunk, at, strings, log) : [],
  };
}

/** ResTable_map_entry: parent, count, then pairs of an attribute's id and a value. */
function readItems(chunk: Buffer, at: number, strings: StringPool, log: Log): ResValue[] {
  const from = at + Math.max(16, u16(chunk, at));
  const declared = u32(chunk, at + 12);
  const count = Math.min(declared, MAX_ITEMS, Math.max(0, Math.floor((chunk.length - from) / 12)));
  if (count < declared) log.add('bag-count', `a bag declares ${declared} values, ${count} were read`);
  return Array.from({ length: count }, (_, item) => readResValue(chunk, from + item * 12 + 4, strings));
}

/** The indices that have an entry in this configuration, in order. */
export function* entryIndices({ chunk, layout }: TypeChunk): Generator<number> {
  const { table, count, sparse, width } = layout;
  for (let at = 0; at < count; at++)
    if (sparse) yield u16(chunk, table + at * 4);
    else if (width === 2 ? u16(chunk, table + at * 2) !== 0xffff : u32(chunk, table + at * 4) !== NONE32)
      yield at;
}

/** Where a type chunk keeps the offsets of its entries. */
export interface Layout {
  readonly table: number;
  readonly count: number;
  readonly sparse: boolean;
  readonly width: 2 | 4;
}

/** Reads the head of a ResTable_type. Three layouts of offsets: plain, sparse (flag 1), 16-bit (flag 2). */
export function readLayout(chunk: Buffer, log: Log): Layout {
  const table = Math.max(20, u16(chunk, 2));
  const flags = u8(chunk, 9);
  const sparse = (flags & 1) !== 0;
  const width = (flags & 2) !== 0 && !sparse ? 2 : 4;
  const declared = u32(chunk, 12);
  const count = Math.min(declared, Math.max(0, Math.floor((chunk.length - table) / width)));
  if (count < declared) log.add('entry-count', `a type declares ${declared} entries, at most ${count} fit`);
  return { table, count, sparse, width };
}

/** Offset of an entry from `entriesStart`. */
function findEntryOffset(
  chunk: Buffer,
  { table, count, sparse, width }: Layout,
  index: number,
): number | undefined {
  if (sparse) return findSparse(chunk, table, count, index);
  if (index >= count) return undefined;
  if (width === 2) {
    const offset = u16(chunk, table + index * 2);
    return offset === 0xffff ? undefined : offset * 4;
  }
  const offset = u32(chunk, table + index * 4);
  return offset === NONE32 ? undefined : offset;
}

/** Sparse entries are sorted by index; Android searches them by halves, so that unsorted ones are not found there either. */
function findSparse(chunk: Buffer, table: number, count: number, index: number): number | undefined {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u16(chunk, table + middle * 4) < index) low = middle + 1;
    else high = middle;
  }
  const at = table + low * 4;
  return low < count && u16(chunk, at) === index ? u16(chunk, at + 2) * 4 : undefined;
}
