import { constants, inflateRawSync } from 'node:zlib';

/** Deflate makes at most 1032 bytes of one (zlib, "Maximum Compression Factor"). */
const MOST_EXPANSION = 1032;
/** One byte more than is expected, so that zlib sees the end without a second piece; never less than it allows. */
const SPARE = 64;

/**
 * Unpacks raw deflate data. Undefined: it is broken, or longer than `maxBytes`. `expected`: how long it is said to be. One
 * piece of memory of that size is made, where it can be true: pieces that are put together need twice the memory, and time.
 */
export function inflateWhole(packed: Buffer, expected: number, maxBytes: number): Buffer | undefined {
  try {
    return inflateRawSync(packed, {
      maxOutputLength: Math.max(1, maxBytes),
      chunkSize: Math.min(expected, maxBytes, packed.length * MOST_EXPANSION) + SPARE,
    });
  } catch {
    return undefined;
  }
}

/**
 * The first `maxBytes` of data that is said to be longer, from as much of `packed` as should hold them. Undefined: that was
 * too little, or the data is broken or shorter.
 */
export function inflateFirst(
  packed: Buffer,
  declared: { readonly bytes: number; readonly compressedBytes: number },
  maxBytes: number,
): Buffer | undefined {
  const share = (maxBytes / declared.bytes) * declared.compressedBytes;
  const some = packed.subarray(0, Math.ceil(share * 1.05) + 1024);
  const most = Math.ceil(maxBytes * 1.25) + 1024 * 1024;
  try {
    const bytes = inflateRawSync(some, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: most,
      chunkSize: Math.min(Math.ceil(maxBytes * 1.1) + 65_536, some.length * MOST_EXPANSION + SPARE),
    });
    return bytes.length > maxBytes ? bytes.subarray(0, maxBytes) : undefined;
  } catch {
    return undefined;
  }
}
