/** Reads numbers of one ELF file in its own width and byte order. Never throws: 0 outside the bytes. */
export interface ElfView {
  readonly bytes: Buffer;
  readonly wide: boolean;
  u16(at: number): number;
  u32(at: number): number;
  /** An address, offset or size: 4 or 8 bytes. Beyond 2⁵³ it is told as that, which is outside of any file. */
  word(at: number): number;
  /** Text up to its NUL, at most `most` bytes. */
  text(at: number, most?: number): string;
}

export function elfView(bytes: Buffer, wide: boolean, big: boolean): ElfView {
  const fits = (at: number, length: number): boolean => at >= 0 && at + length <= bytes.length;
  const u32 = (at: number): number =>
    fits(at, 4) ? (big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) : 0;
  return {
    bytes,
    wide,
    u32,
    u16: (at) => (fits(at, 2) ? (big ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at)) : 0),
    word(at) {
      if (!wide) return u32(at);
      const high = u32(big ? at : at + 4);
      const low = u32(big ? at + 4 : at);
      return high >= 0x200000 ? Number.MAX_SAFE_INTEGER : high * 2 ** 32 + low;
    },
    text(at, most = 1024) {
      if (at < 0 || at >= bytes.length) return '';
      const end = bytes.subarray(at, at + most).indexOf(0);
      return bytes.toString('latin1', at, end < 0 ? Math.min(bytes.length, at + most) : at + end);
    },
  };
}
