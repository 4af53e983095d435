import { unpackLz4 } from '../lz4/lz4-block.ts';
import { u32 } from '../view.ts';

export interface UnpackedAssembly {
  readonly bytes: Buffer;
  /** Where it lay in the bytes given. */
  readonly offset: number;
  readonly compressed: boolean;
  /** False: cut at the limit or broken. */
  readonly complete: boolean;
}

const MARK = Buffer.from('XALZ');
const MAX_ONE = 32 * 1024 * 1024;

/**
 * Assemblies of a Xamarin or .NET MAUI app: a file of its own, or a store of many (`assemblies.blob`,
 * `libassemblies.*.blob.so`). Compressed ones begin with `XALZ`, an index and their size, then one LZ4 block
 * (xamarin-android, `xamarin-app.hh`). They are found by that mark, so a store of any version can be read. Bytes without
 * a mark come back as they are. `maxTotal`: unpacked bytes of all together.
 */
export function* unpackAssemblies(bytes: Buffer, maxTotal: number): Generator<UnpackedAssembly> {
  let left = maxTotal;
  let at = bytes.indexOf(MARK);
  if (at !== 0) yield { bytes, offset: 0, compressed: false, complete: true };
  while (at >= 0 && left > 0) {
    const next = bytes.indexOf(MARK, at + 12);
    const declared = u32(bytes, at + 8);
    const packed = bytes.subarray(at + 12, next < 0 ? bytes.length : next);
    // A block of LZ4 never grows more than 255-fold; what is claimed beyond that is not even allocated.
    const size = Math.min(declared, MAX_ONE, left, packed.length * 255);
    left -= size;
    if (size > 0) {
      const unpacked = unpackLz4(packed, size);
      yield { bytes: unpacked, offset: at, compressed: true, complete: unpacked.length === declared };
    }
    at = next;
  }
}
