const MODULUS = 65_521;
/** Most bytes that can be summed before the second sum leaves 32 bits (RFC 1950, zlib's NMAX). */
const RUN = 5552;

/** Adler-32 (RFC 1950) of `bytes[start, end)`. */
export function adler32(bytes: Buffer, start: number, end: number): number {
  let a = 1;
  let b = 0;
  for (let at = start; at < end; ) {
    const stop = Math.min(end, at + RUN);
    for (; at < stop; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  return ((b << 16) | a) >>> 0;
}
