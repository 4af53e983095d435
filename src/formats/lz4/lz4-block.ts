/**
 * Unpacks one LZ4 block (lz4_Block_format.md of the LZ4 project) to at most `maxBytes`. Returns what could be unpacked:
 * shorter than asked where the data breaks or ends. Never throws.
 */
export function unpackLz4(packed: Buffer, maxBytes: number): Buffer {
  const out = Buffer.alloc(Math.max(0, maxBytes));
  let from = 0;
  let to = 0;
  while (from < packed.length && to < out.length) {
    const token = packed[from++] ?? 0;
    const literals = readLength(packed, from, token >>> 4);
    from = literals.next;
    const take = Math.min(literals.length, out.length - to, packed.length - from);
    packed.copy(out, to, from, from + take);
    from += take;
    to += take;
    if (take < literals.length || from + 2 > packed.length) break;
    const distance = packed.readUInt16LE(from);
    const match = readLength(packed, from + 2, token & 15);
    from = match.next;
    if (distance === 0 || distance > to) break;
    to = repeat(out, to, distance, match.length + 4);
  }
  return out.subarray(0, to);
}

function readLength(packed: Buffer, at: number, first: number): { length: number; next: number } {
  let length = first;
  let next = at;
  if (first === 15) {
    for (let more = 255; more === 255 && next < packed.length; ) {
      more = packed[next++] ?? 0;
      length += more;
    }
  }
  return { length, next };
}

/** Copies from `distance` bytes back, byte by byte where source and target overlap. */
function repeat(out: Buffer, to: number, distance: number, length: number): number {
  const end = Math.min(out.length, to + length);
  if (distance >= length) {
    out.copyWithin(to, to - distance, end - distance);
    return end;
  }
  for (let at = to; at < end; at++) out[at] = out[at - distance] ?? 0;
  return end;
}
