/** A value of CBOR (RFC 8949). Byte strings are views; `undefined` and unassigned simple values come out as null. */
export type CborValue = null | boolean | number | bigint | string | Buffer | CborList | CborMap | CborTag;
export interface CborList extends ReadonlyArray<CborValue> {}
/** Keys that are neither text nor integer are left out. */
export interface CborMap extends ReadonlyMap<string | number, CborValue> {}
export interface CborTag {
  readonly tag: number;
  readonly value: CborValue;
}

const MAX_DEPTH = 32;
const MAX_ITEMS = 100_000;

/** Reads one value from the beginning; what follows it is left alone. Undefined: not CBOR, or beyond the bounds. */
export function readCbor(bytes: Buffer): CborValue | undefined {
  const reader: Reader = { bytes, at: 0, items: 0 };
  try {
    return readValue(reader, 0);
  } catch (cause) {
    if (cause instanceof Malformed) return undefined;
    throw cause;
  }
}

class Malformed extends Error {}

interface Reader {
  readonly bytes: Buffer;
  at: number;
  items: number;
}

const INDEFINITE = -1;

function readValue(reader: Reader, depth: number): CborValue {
  reader.items += 1;
  if (depth > MAX_DEPTH || reader.items > MAX_ITEMS) throw new Malformed();
  const first = take(reader, 1)[0]!;
  const [major, info] = [first >> 5, first & 0x1f];
  if (major === 7) return readSimple(reader, info);
  const argument = readArgument(reader, info);
  switch (major) {
    case 0:
      return plain(argument);
    case 1:
      return typeof argument === 'bigint' ? -1n - argument : -1 - argument;
    case 2:
      return readBytes(reader, argument, 2);
    case 3:
      return readBytes(reader, argument, 3).toString('utf8');
    case 4:
      return readList(reader, argument, depth);
    case 5:
      return readMap(reader, argument, depth);
    default:
      return { tag: Number(argument), value: readValue(reader, depth + 1) };
  }
}

function plain(argument: number | bigint): number | bigint {
  if (argument === INDEFINITE) throw new Malformed();
  return argument;
}

function readArgument(reader: Reader, info: number): number | bigint {
  if (info < 24) return info;
  if (info === 24) return take(reader, 1)[0]!;
  if (info === 25) return take(reader, 2).readUInt16BE();
  if (info === 26) return take(reader, 4).readUInt32BE();
  if (info === 31) return INDEFINITE;
  if (info !== 27) throw new Malformed();
  const large = take(reader, 8).readBigUInt64BE();
  return large <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(large) : large;
}

function readSimple(reader: Reader, info: number): CborValue {
  if (info === 20 || info === 21) return info === 21;
  if (info === 24) take(reader, 1);
  if (info === 25) return halfToNumber(take(reader, 2).readUInt16BE());
  if (info === 26) return take(reader, 4).readFloatBE();
  if (info === 27) return take(reader, 8).readDoubleBE();
  if (info === 31) throw new Malformed();
  return null;
}

/** IEEE 754 binary16 (RFC 8949 appendix D). */
function halfToNumber(half: number): number {
  const [exponent, mantissa] = [(half >> 10) & 0x1f, half & 0x3ff];
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? mantissa * 2 ** -24 : (mantissa + 1024) * 2 ** (exponent - 25));
}

function readBytes(reader: Reader, length: number | bigint, major: number): Buffer {
  if (length !== INDEFINITE) return take(reader, length);
  const pieces: Buffer[] = [];
  while (!atBreak(reader)) {
    reader.items += 1;
    const first = take(reader, 1)[0]!;
    if (first >> 5 !== major || reader.items > MAX_ITEMS) throw new Malformed();
    pieces.push(take(reader, plain(readArgument(reader, first & 0x1f))));
  }
  return Buffer.concat(pieces);
}

function readList(reader: Reader, count: number | bigint, depth: number): CborValue[] {
  const list: CborValue[] = [];
  while (count === INDEFINITE ? !atBreak(reader) : list.length < count)
    list.push(readValue(reader, depth + 1));
  return list;
}

function readMap(reader: Reader, count: number | bigint, depth: number): CborMap {
  const map = new Map<string | number, CborValue>();
  for (let i = 0; count === INDEFINITE ? !atBreak(reader) : i < count; i++) {
    const key = readValue(reader, depth + 1);
    const value = readValue(reader, depth + 1);
    // The first of two equal keys counts; RFC 8949 section 5.6 calls both invalid.
    if ((typeof key === 'string' || typeof key === 'number') && !map.has(key)) map.set(key, value);
  }
  return map;
}

function atBreak(reader: Reader): boolean {
  if (reader.bytes[reader.at] !== 0xff) return false;
  reader.at += 1;
  return true;
}

function take(reader: Reader, length: number | bigint): Buffer {
  if (typeof length === 'bigint' || reader.at + length > reader.bytes.length) throw new Malformed();
  const taken = reader.bytes.subarray(reader.at, reader.at + length);
  reader.at += length;
  return taken;
}
