import { fits } from '../view.ts';

/** Thrown inside this room where bytes end before what they announce; never leaves it. */
export class CutShort extends Error {}

/** Reads little-endian fields and length-prefixed parts one after the other (APK signing blocks, `.idsig`). */
export interface PartReader {
  readonly left: number;
  /** An unsigned 32-bit number. */
  number(): number;
  byte(): number;
  /** A part behind its 32-bit length. */
  part(): Buffer;
  rest(): Buffer;
}

/** Every method throws `CutShort` where the bytes do not reach. */
export function readParts(bytes: Buffer): PartReader {
  let at = 0;
  const take = (length: number): Buffer => {
    if (!fits(bytes, at, length)) throw new CutShort(`${length} bytes wanted, ${bytes.length - at} left`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  const number = (): number => take(4).readUInt32LE(0);
  return {
    get left() {
      return bytes.length - at;
    },
    number,
    byte: () => take(1)[0]!,
    part: () => take(number()),
    rest: () => take(bytes.length - at),
  };
}

/** What `read` returns, or undefined where the bytes were cut short. */
export function unlessCut<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CutShort) return undefined;
    throw error;
  }
}
