import type { AnomalyLog } from '../anomaly.ts';
import { u8, u16, u32 } from '../view.ts';

export type StringPoolAnomaly =
  | 'pool-count'
  | 'pool-offset'
  | 'string-offset'
  | 'string-length'
  | 'pool-budget';

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
      const known = cache.get(index);
      if (known !== undefined || cache.has(index)) return known;
      const at = stringsStart + u32(chunk, headerBytes + index * 4);
      if (at >= chunk.length)
        log.add('string-offset', `string ${index} begins outside the pool`, { offset: start });
      if (budget <= 0)
        log.add('pool-budget', 'strings overlap so much that the rest was not read', { offset: start });
      const read = at < chunk.length && budget > 0 ? decode(chunk, at) : undefined;
      if (read?.ended === false)
        log.add('string-length', `string ${index} does not end where its length says`, { offset: start });
      const text = read?.text;
      budget -= text?.length ?? 0;
      cache.set(index, text);
      return text;
    },
  };
}

/** A text, and whether the NUL stands behind it that Android asks for. */
interface Decoded {
  readonly text: string;
  readonly ended: boolean;
}

/** Lengths of UTF-8 texts have 15 bits; of longer texts only the rest was written, and Android tries on from there. */
const LENGTH_STEP = 0x8000;
const MAX_STEPS = 64;

/** Two lengths (characters, then bytes), each of one or two bytes, then the text and a NUL. */
function decodeUtf8(chunk: Buffer, at: number): Decoded {
  const skipped = at + (u8(chunk, at) & 0x80 ? 2 : 1);
  const first = u8(chunk, skipped);
  const wide = (first & 0x80) !== 0;
  const length = wide ? ((first & 0x7f) << 8) | u8(chunk, skipped + 1) : first;
  const from = skipped + (wide ? 2 : 1);
  for (let step = 0, to = from + length; step < (wide ? MAX_STEPS : 1); step++, to += LENGTH_STEP)
    if (chunk[to] === 0) return { text: chunk.toString('utf8', from, to), ended: true };
  return { text: chunk.toString('utf8', from, Math.min(chunk.length, from + length)), ended: false };
}

function decodeUtf16(chunk: Buffer, at: number): Decoded {
  const first = u16(chunk, at);
  const wide = (first & 0x8000) !== 0;
  const length = wide ? ((first & 0x7fff) << 16) | u16(chunk, at + 2) : first;
  const from = at + (wide ? 4 : 2);
  const to = Math.min(chunk.length, from + length * 2);
  const text = chunk.toString('utf16le', from, to - ((to - from) % 2));
  return { text, ended: to + 2 <= chunk.length && chunk[to] === 0 && chunk[to + 1] === 0 };
}
