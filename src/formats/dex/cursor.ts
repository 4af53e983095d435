/** A place in the bytes that moves on as numbers are read. Past the end it reads zeros and `at` stays behind the end. */
export interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

export const atEnd = ({ bytes, at }: Cursor): boolean => at >= bytes.length;

/** Unsigned LEB128 of up to 32 bits (dex-format, "LEB128"); reads five bytes at most. */
export function readUleb(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = cursor.bytes[cursor.at] ?? 0;
    cursor.at += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value >>> 0;
}

/** A little-endian number of `size` bytes (1–4), as the encoded values write indexes. */
export function readSmall(cursor: Cursor, size: number): number {
  let value = 0;
  for (let index = 0; index < size && index < 4; index++)
    value |= (cursor.bytes[cursor.at + index] ?? 0) << (8 * index);
  cursor.at += size;
  return value >>> 0;
}
