/**
 * Little-endian reads that never throw: 0 outside the buffer. Callers that must tell an absent field from a zero ask
 * `fits` first.
 */
export const u8 = (bytes: Buffer, at: number): number => bytes[at] ?? 0;

export const u16 = (bytes: Buffer, at: number): number => (fits(bytes, at, 2) ? bytes.readUInt16LE(at) : 0);

export const u32 = (bytes: Buffer, at: number): number => (fits(bytes, at, 4) ? bytes.readUInt32LE(at) : 0);

export const i32 = (bytes: Buffer, at: number): number => (fits(bytes, at, 4) ? bytes.readInt32LE(at) : 0);

export function fits(bytes: Buffer, at: number, length: number): boolean {
  return at >= 0 && length >= 0 && at + length <= bytes.length;
}
