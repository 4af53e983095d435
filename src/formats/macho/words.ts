/** Reads of either byte order that never throw: 0 outside the bytes. */
export interface Words {
  readonly bytes: Buffer;
  u32(at: number): number;
  u64(at: number): number;
  /** Text up to a NUL, at most `max` bytes. */
  text(at: number, max: number): string;
}

export function wordsOf(bytes: Buffer, little: boolean): Words {
  const inside = (at: number, length: number): boolean => at >= 0 && at + length <= bytes.length;
  const u32 = (at: number): number => {
    if (!inside(at, 4)) return 0;
    return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  };
  return {
    bytes,
    u32,
    u64: (at) => {
      if (!inside(at, 8)) return 0;
      return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    },
    text: (at, max) => {
      const part = bytes.subarray(Math.max(0, at), Math.max(0, Math.min(at + max, bytes.length)));
      const end = part.indexOf(0);
      return part.toString('utf8', 0, end < 0 ? part.length : end);
    },
  };
}
