/** A TIFF block (TIFF 6.0): directories of fields. Reads never leave the block. */
export interface Tiff {
  readonly block: Buffer;
  readonly big: boolean;
  /** Offset of the first directory. */
  readonly first: number;
  /** Text without its zero, or numbers; fractions as quotients. Undefined: outside the block or of unknown type. */
  value(field: TiffField): string | readonly number[] | undefined;
  bytes(field: TiffField): Buffer | undefined;
}

export interface TiffField {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Of the entry in its directory. */
  readonly offset: number;
}

export interface TiffDirectory {
  readonly fields: readonly TiffField[];
  /** Offset of the following directory; 0: none. */
  readonly next: number;
  /** True: more fields than are read. */
  readonly more: boolean;
}

/** Bytes of one value of each type, 1–13. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const ASCII = 2;
const MAX_FIELDS = 1000;
const MAX_BYTES = 256 * 1024;
const MAX_NUMBERS = 16;

export function openTiff(block: Buffer): Tiff | undefined {
  const order = block.toString('latin1', 0, 4);
  if (block.length < 8 || (order !== 'II*\0' && order !== 'MM\0*')) return undefined;
  const big = order === 'MM\0*';
  const tiff: Tiff = {
    block,
    big,
    first: u32(block, 4, big),
    value: (field) => readValue(tiff, field),
    bytes: (field) => bytesOfField(tiff, field),
  };
  return tiff;
}

export function readDirectory({ block, big }: Tiff, offset: number): TiffDirectory | undefined {
  if (offset + 2 > block.length) return undefined;
  const claimed = u16(block, offset, big);
  const fits = Math.max(0, Math.floor((block.length - offset - 2) / 12));
  const count = Math.min(claimed, fits, MAX_FIELDS);
  const fields = Array.from({ length: count }, (_, i) => {
    const at = offset + 2 + i * 12;
    return {
      tag: u16(block, at, big),
      type: u16(block, at + 2, big),
      count: u32(block, at + 4, big),
      offset: at,
    };
  });
  const end = offset + 2 + claimed * 12;
  const next = claimed <= MAX_FIELDS && end + 4 <= block.length ? u32(block, end, big) : 0;
  return { fields, next, more: claimed > count };
}

function bytesOfField({ block, big }: Tiff, { type, count, offset }: TiffField): Buffer | undefined {
  const size = SIZES[type];
  if (!size) return undefined;
  const length = size * count;
  if (length <= 4) return block.subarray(offset + 8, offset + 8 + length);
  const start = u32(block, offset + 8, big);
  if (start + length > block.length) return undefined;
  return block.subarray(start, start + Math.min(length, MAX_BYTES));
}

function readValue(tiff: Tiff, field: TiffField): string | readonly number[] | undefined {
  const bytes = bytesOfField(tiff, field);
  if (!bytes) return undefined;
  if (field.type === ASCII) return bytes.toString('utf8').split('\0', 1)[0]!.trim();
  const size = SIZES[field.type]!;
  const count = Math.min(MAX_NUMBERS, Math.floor(bytes.length / size));
  return Array.from({ length: count }, (_, i) => readNumber(bytes, i * size, field.type, tiff.big));
}

function readNumber(bytes: Buffer, at: number, type: number, big: boolean): number {
  switch (type) {
    case 3:
      return u16(bytes, at, big);
    case 4:
    case 13:
      return u32(bytes, at, big);
    case 5:
      return quotient(u32(bytes, at, big), u32(bytes, at + 4, big));
    case 6:
      return bytes.readInt8(at);
    case 8:
      return big ? bytes.readInt16BE(at) : bytes.readInt16LE(at);
    case 9:
      return i32(bytes, at, big);
    case 10:
      return quotient(i32(bytes, at, big), i32(bytes, at + 4, big));
    case 11:
      return big ? bytes.readFloatBE(at) : bytes.readFloatLE(at);
    case 12:
      return big ? bytes.readDoubleBE(at) : bytes.readDoubleLE(at);
    default:
      return bytes[at] ?? 0;
  }
}

const quotient = (a: number, b: number): number => (b === 0 ? 0 : a / b);
const u16 = (b: Buffer, at: number, big: boolean): number => (big ? b.readUInt16BE(at) : b.readUInt16LE(at));
const u32 = (b: Buffer, at: number, big: boolean): number => (big ? b.readUInt32BE(at) : b.readUInt32LE(at));
const i32 = (b: Buffer, at: number, big: boolean): number => (big ? b.readInt32BE(at) : b.readInt32LE(at));
