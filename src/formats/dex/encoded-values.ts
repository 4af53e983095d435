import { u32 } from '../view.ts';
import { atEnd, type Cursor, readSmall, readUleb } from './cursor.ts';
import type { Dex } from './dex.ts';

/** Bytes of values that may still be read, for all classes together. */
export interface ValueBudget {
  left: number;
}

export function valueBudget({ bytes }: Dex): ValueBudget {
  return { left: bytes.length * 2 };
}

const MAX_DEPTH = 16;
const STRING = 0x17;
const ARRAY = 0x1c;
const ANNOTATION = 0x1d;
const NULL = 0x1e;
const BOOLEAN = 0x1f;

/** Calls `visit` with the number of each string in an `encoded_array` (dex-format): the constants of a class. */
export function eachStaticString(
  dex: Dex,
  offset: number,
  budget: ValueBudget,
  visit: (index: number) => void,
): void {
  if (offset === 0) return;
  within(dex, offset, budget, (cursor) => readArray(cursor, visit, 0));
}

/**
 * Goes through the strings of an `annotation_item`. `choose` is asked, by the annotation's type and whether it is one of the
 * compiler's own (`VISIBILITY_SYSTEM`), for what is to be called with their numbers; undefined: nothing.
 */
export function eachAnnotationString(
  dex: Dex,
  offset: number,
  budget: ValueBudget,
  choose: (type: number, isSystem: boolean) => ((index: number) => void) | undefined,
): void {
  within(dex, offset, budget, (cursor) => {
    const isSystem = dex.bytes[cursor.at] === 2;
    cursor.at += 1;
    const visit = choose(readUleb({ ...cursor }), isSystem);
    if (visit) readAnnotation(cursor, visit, 0);
  });
}

/** Offsets of the `annotation_item`s of a class and its members, from its `annotations_directory_item`. */
export function* annotationsOf(
  dex: Dex,
  offset: number,
  budget: ValueBudget,
): Generator<{ readonly offset: number; readonly method: number | undefined }> {
  const { bytes } = dex;
  if (offset === 0 || offset + 16 > bytes.length) return;
  yield* readSet(dex, u32(bytes, offset), budget, undefined);
  const fields = u32(bytes, offset + 4);
  const methods = u32(bytes, offset + 8);
  let at = offset + 16;
  for (let index = 0; index < fields + methods && at + 8 <= bytes.length && budget.left > 0; index++) {
    yield* readSet(dex, u32(bytes, at + 4), budget, index < fields ? undefined : u32(bytes, at));
    at += 8;
    budget.left -= 8;
  }
}

function* readSet(
  { bytes }: Dex,
  offset: number,
  budget: ValueBudget,
  method: number | undefined,
): Generator<{ readonly offset: number; readonly method: number | undefined }> {
  if (offset === 0) return;
  const count = u32(bytes, offset);
  for (let index = 0; index < count && budget.left > 0; index++) {
    const at = offset + 4 + index * 4;
    if (at + 4 > bytes.length) return;
    budget.left -= 4;
    yield { offset: u32(bytes, at), method };
  }
}

function within(dex: Dex, offset: number, budget: ValueBudget, read: (cursor: Cursor) => void): void {
  if (offset >= dex.bytes.length || budget.left <= 0) {
    dex.log.add(
      'value-budget',
      'constants overlap or are out of reach; the rest of them was not read',
      offset,
    );
    return;
  }
  const cursor: Cursor = { bytes: dex.bytes, at: offset };
  read(cursor);
  budget.left -= cursor.at - offset + 1;
}

function readArray(cursor: Cursor, visit: (index: number) => void, depth: number): void {
  for (let left = readUleb(cursor); left > 0 && !atEnd(cursor); left--) readValue(cursor, visit, depth);
}

function readAnnotation(cursor: Cursor, visit: (index: number) => void, depth: number): void {
  readUleb(cursor);
  for (let left = readUleb(cursor); left > 0 && !atEnd(cursor); left--) {
    readUleb(cursor);
    readValue(cursor, visit, depth);
  }
}

/** `encoded_value`: three bits of argument, five of type. Nested too deep: reading of this item ends. */
function readValue(cursor: Cursor, visit: (index: number) => void, depth: number): void {
  const head = cursor.bytes[cursor.at] ?? 0;
  cursor.at += 1;
  const type = head & 0x1f;
  if (type === NULL || type === BOOLEAN) return;
  if (type === ARRAY || type === ANNOTATION) {
    if (depth >= MAX_DEPTH) cursor.at = cursor.bytes.length;
    else if (type === ARRAY) readArray(cursor, visit, depth + 1);
    else readAnnotation(cursor, visit, depth + 1);
    return;
  }
  const size = (head >>> 5) + 1;
  if (type === STRING) visit(readSmall(cursor, size));
  else cursor.at += size;
}
