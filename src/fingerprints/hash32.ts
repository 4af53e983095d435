/**
 * MurmurHash3 (x86, 32 bits, seed 0; A. Appleby, public domain) over UTF-16 code units in pairs. No cryptographic hash:
 * who wants to can make two texts collide, and gains one false agreement in a set.
 */
export function hash32(text: string): number {
  let hash = 0;
  const even = text.length & ~1;
  for (let at = 0; at < even; at += 2)
    hash = step(hash, text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16));
  if (even < text.length) hash ^= scramble(text.charCodeAt(even));
  return finish(hash ^ (text.length * 2));
}

function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function step(hash: number, block: number): number {
  const mixed = hash ^ scramble(block);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** Spreads every bit over all. */
export function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
