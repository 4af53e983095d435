import type { AnomalyLog } from '../anomaly.ts';
import { u8, u16, u32 } from '../view.ts';

export type StringPoolAnomaly = 'pool-count' | 'pool-offset' | 'string-offset' | 'pool-budget';

/** Strings of a ResStringPool chunk (AOSP ResourceTypes.h), decoded when asked for. */
export interface StringPool {
  readonly count: number;
  readonly utf8: boolean;
  /** Undefined: no such string, or its offset leads out of the pool. */
  get(index: number): string | undefined;
}

const HEADER_BYTES = 28;
const UTF8 = 0x100;
/** Strings may overlap, so a small pool can name gigabytes of text: decoding stops at this many times its size. */
const MAX_EXPANSION = 4;
const FREE_CHARACTERS = 1024 * 1024;

export const emptyStringPool: StringPool = { count: 0, utf8: false, get: () => undefined };

/** Reads the pool whose chunk begins at `start` and may not reach beyond `end`. Counts and offsets that lie are cut. */
export function readStringPool(
  bytes: Buffer,
  start: number,
  end: number,
  log: Pick<AnomalyLog<StringPoolAnomaly>, 'add'>,
): StringPool {
  const declaredEnd = start + u32(bytes, start + 4);
  const chunk = bytes.subarray(start, declaredEnd > start && declaredEnd < end ? declaredEnd : end);
  const headerBytes = Math.max(HEADER_BYTES, u16(chunk, 2));
  const declared = u32(chunk, 8);
  const count = Math.min(declared, Math.max(0, Math.floor((chunk.length - headerBytes) / 4)));
  if (count < declared)
    log.add('pool-count', `the string pool declares ${declared} strings, at most ${count} fit`, {
      offset: start,
    });
  const utf8 = (u32(chunk, 16) & UTF8) !== 0;
  const stringsStart = u32(chunk, 20);
  if (count > 0 && (stringsStart < headerBytes || stringsStart >= chunk.length))
    log.add(
      'pool-offset',
      `strings are said to begin at ${stringsStart} of a pool of ${chunk.length} bytes`,
      {
        offset: start,
      },
    );
  const cache = new Map<number, string | undefined>();
  const decode = utf8 ? decodeUtf8 : decodeUtf16;
  let budget = FREE_CHARACTERS + chunk.length * MAX_EXPANSION;
  return {
    count,
    utf8,
    get(index) {
      if (!(index >= 0 && index < count)) return undefined;
      if (cache.has(index)) return cache.get(index);
      const at = stringsStart + u32(chunk, headerBytes + index * 4);
      if (at >= chunk.length)
        log.add('string-offset', `string ${index} begins outside the pool`, { offset: start });
      if (budget <= 0)
        log.add('pool-budget', 'strings overlap so much that the rest was not read', { offset: start });
      const text = at < chunk.length && budget > 0 ? decode(chunk, at) : undefined;
      budget -= text?.length ?? 0;
      cache.set(index, text);
      return text;
    },
  };
}

/** Two lengths (characters, then bytes), each of one or two bytes, then the text and a NUL. */
function decodeUtf8(chunk: Buffer, at: number): string {
  const skipped = at + (u8(chunk, at) & 0x80 ? 2 : 1);
  const first = u8(chunk, skipped);
  const wide = (first & 0x80) !== 0;
  const length = wide ? ((first & 0x7f) << 8) | u8(chunk, skipped + 1) : first;
  const from = skipped + (wide ? 2 : 1);
  return chunk.toString('utf8', from, Math.min(chunk.length, from + length));
}

function decodeUtf16(chunk: Buffer, at: number): string {
  const first = u16(chunk, at);
  const wide = (first & 0x8000) !== 0;
  const length = wide ? ((first & 0x7fff) << 16) | u16(chunk, at + 2) : first;
  const from = at + (wide ? 4 : 2);
  const to = Math.min(chunk.length, from + length * 2);
  return chunk.toString('utf16le', from, to - ((to - from) % 2));
}
