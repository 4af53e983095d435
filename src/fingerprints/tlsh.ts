import { lengthCode, PEARSON as T } from './tlsh-tables.ts';

const MIN_BYTES = 50;
const CODE_BYTES = 32;
const BUCKETS = CODE_BYTES * 4;

/** Computes a TLSH while bytes arrive in pieces. */
export interface TlshDigest {
  update(bytes: Uint8Array): void;
  /** `T1` and 70 hexadecimal digits; undefined where the data is too short (under 50 bytes) or too uniform. */
  value(): string | undefined;
}

/**
 * TLSH, the locality-sensitive hash of J. Oliver, C. Cheng, Y. Chen, "TLSH – A Locality Sensitive Hash" (CTC 2013), in
 * the version that others exchange: 128 buckets, one byte of checksum, window of five. Linear, constant memory.
 */
export function openTlsh(): TlshDigest {
  const state: State = { buckets: new Uint32Array(256), length: 0, checksum: 0, last: [0, 0, 0, 0] };
  return {
    update: (bytes) => count(state, bytes),
    value: () =>
      state.length < MIN_BYTES
        ? undefined
        : digestOf(state.buckets.subarray(0, BUCKETS), state.checksum, state.length),
  };
}

interface State {
  readonly buckets: Uint32Array;
  length: number;
  checksum: number;
  /** The four bytes before, the nearest first. */
  last: [number, number, number, number];
}

/** The numbers are T[2], T[3], T[5], T[7], T[11], T[13]: the salts of the six triplets. All in locals: every byte passes here. */
function count(state: State, bytes: Uint8Array): void {
  const { buckets } = state;
  const table = T;
  let { length, checksum } = state;
  let [b, c, d, e] = state.last;
  let at = 0;
  for (; length < 4 && at < bytes.length; at++, length++) {
    e = d;
    d = c;
    c = b;
    b = bytes[at]!;
  }
  length += bytes.length - at;
  for (; at < bytes.length; at++) {
    const a = bytes[at]!;
    checksum = table[table[table[1 ^ a]! ^ b]! ^ checksum]!;
    buckets[table[table[table[49 ^ a]! ^ b]! ^ c]!]!++;
    buckets[table[table[table[12 ^ a]! ^ b]! ^ d]!]!++;
    buckets[table[table[table[178 ^ a]! ^ c]! ^ d]!]!++;
    buckets[table[table[table[166 ^ a]! ^ c]! ^ e]!]!++;
    buckets[table[table[table[84 ^ a]! ^ b]! ^ e]!]!++;
    buckets[table[table[table[230 ^ a]! ^ d]! ^ e]!]!++;
    e = d;
    d = c;
    c = b;
    b = a;
  }
  state.length = length;
  state.checksum = checksum;
  state.last = [b, c, d, e];
}

/** TLSH of bytes at hand. */
export function tlsh(bytes: Uint8Array): string | undefined {
  const digest = openTlsh();
  digest.update(bytes);
  return digest.value();
}

function digestOf(buckets: Uint32Array, checksum: number, length: number): string | undefined {
  const sorted = buckets.slice().sort();
  const [q1, q2, q3] = [31, 63, 95].map((at) => sorted[at]!) as [number, number, number];
  // At least half of the buckets must be filled: what is too uniform would resemble everything that is.
  if (q3 === 0 || sorted[BUCKETS / 2 - 1] === 0) return undefined;
  const code: number[] = [];
  for (let byte = CODE_BYTES - 1; byte >= 0; byte--) {
    let bits = 0;
    for (let at = 3; at >= 0; at--) {
      const count = buckets[byte * 4 + at]!;
      bits = bits * 4 + (count > q3 ? 3 : count > q2 ? 2 : count > q1 ? 1 : 0);
    }
    code.push(bits);
  }
  const ratios = (Math.floor((q1 * 100) / q3) % 16) * 16 + (Math.floor((q2 * 100) / q3) % 16);
  const head = [swapped(checksum), swapped(lengthCode(length)), ratios];
  return `T1${Buffer.from([...head, ...code])
    .toString('hex')
    .toUpperCase()}`;
}

const swapped = (byte: number): number => ((byte & 15) << 4) | (byte >> 4);
