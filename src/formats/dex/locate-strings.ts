import { u32 } from '../view.ts';
import { type Cursor, readUleb } from './cursor.ts';
import type { DexLog } from './dex-log.ts';
import type { DexTable } from './header.ts';

/** Where the bytes of each string begin and end, its final NUL left out. Undecoded. */
export interface StringPlaces {
  readonly count: number;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/** Java's `String` constants hold 65 535 units at most, three bytes each. */
const MAX_STRING_BYTES = 3 * 65_535;

/**
 * Finds all strings (dex-format, `string_data_item`). Strings may overlap in a file made to cost time: all of them together
 * are looked at for twice the length of the file; those after that are empty, and an anomaly says so.
 */
export function locateStrings(bytes: Buffer, table: DexTable, log: DexLog): StringPlaces {
  const { count, offset } = table;
  const start = new Uint32Array(count);
  const end = new Uint32Array(count);
  const cursor: Cursor = { bytes, at: 0 };
  let budget = bytes.length * 2 + 65_536;
  for (let index = 0; index < count; index++) {
    const data = u32(bytes, offset + index * 4);
    if (data >= bytes.length || data === 0) {
      log.add('string-offset', () => `string ${index} would stand at ${data}`, offset + index * 4);
      continue;
    }
    cursor.at = data;
    readUleb(cursor);
    const limit = Math.min(bytes.length, cursor.at + Math.min(MAX_STRING_BYTES, budget));
    let at = cursor.at;
    while (at < limit && bytes[at] !== 0) at++;
    start[index] = Math.min(cursor.at, bytes.length);
    end[index] = Math.max(at, start[index]!);
    budget -= at - data + 1;
    if (budget > 0) continue;
    log.add('string-budget', `strings overlap; those after number ${index} were not read`, offset);
    break;
  }
  return { count, start, end };
}
