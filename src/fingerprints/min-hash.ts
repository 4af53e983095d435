import { finish, hash32 } from './hash32.ts';

const SLOTS = 128;

const multipliers = Uint32Array.from({ length: SLOTS }, (_, slot) => finish(slot * 2 + 1) | 1);
const offsets = Uint32Array.from({ length: SLOTS }, (_, slot) => finish(0x10000 + slot));

/** Sketches a set while its elements arrive; repeats count once. */
export interface MinHashSketch {
  add(element: string): void;
  /** Elements seen, repeats left out. */
  readonly size: number;
  /**
   * `<size>.<base64url of 128 big-endian 32-bit minima>`; undefined: the set is empty. Slots may be cut into bands of
   * equal places to index them: two sets of Jaccard similarity j agree in a slot with probability j.
   */
  value(): string | undefined;
}

/** MinHash (A. Broder, 1997) with 128 multiplicative permutations of `hash32`. */
export function openMinHash(): MinHashSketch {
  const seen = new Set<number>();
  return {
    // Signed: half of the unsigned ones would each be an object of their own.
    add: (element) => void seen.add(hash32(element) | 0),
    get size() {
      return seen.size;
    },
    value: () => (seen.size === 0 ? undefined : `${seen.size}.${minima(seen).toString('base64url')}`),
  };
}

/** MinHash of elements at hand. */
export function minHash(elements: Iterable<string>): string | undefined {
  const sketch = openMinHash();
  for (const element of elements) sketch.add(element);
  return sketch.value();
}

function minima(elements: ReadonlySet<number>): Buffer {
  const lowest = new Uint32Array(SLOTS).fill(0xffffffff);
  const hashes = Uint32Array.from(elements);
  for (let slot = 0; slot < SLOTS; slot++) {
    const [multiplier, offset] = [multipliers[slot]!, offsets[slot]!];
    let low = 0xffffffff;
    for (let at = 0; at < hashes.length; at++) {
      const mixed = Math.imul(hashes[at]! ^ offset, multiplier);
      const value = (mixed ^ (mixed >>> 15)) >>> 0;
      if (value < low) low = value;
    }
    lowest[slot] = low;
  }
  const bytes = Buffer.alloc(SLOTS * 4);
  for (let slot = 0; slot < SLOTS; slot++) bytes.writeUInt32BE(lowest[slot]!, slot * 4);
  return bytes;
}

/** What two sketches say about their sets. */
export interface SetsCompared {
  /** Estimated share of the union that both have, 0–1; standard error at most 0.045. */
  readonly jaccard: number;
  /** Estimated share of the smaller set that is in the larger, 0–1. */
  readonly contained: number;
  /** Elements of each. */
  readonly sizes: readonly [number, number];
}

/** Undefined: one of them is no such sketch. */
export function compareMinHash(a: string, b: string): SetsCompared | undefined {
  const [x, y] = [parse(a), parse(b)];
  if (!x || !y) return undefined;
  let equal = 0;
  for (let at = 0; at < SLOTS * 4; at += 4) if (x.slots.readInt32BE(at) === y.slots.readInt32BE(at)) equal++;
  const jaccard = equal / SLOTS;
  const both = (jaccard / (1 + jaccard)) * (x.size + y.size);
  return { jaccard, contained: Math.min(1, both / Math.min(x.size, y.size)), sizes: [x.size, y.size] };
}

function parse(value: string): { readonly size: number; readonly slots: Buffer } | undefined {
  const [, size, slots] = /^([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{683})$/.exec(value) ?? [];
  return size && slots ? { size: Number(size), slots: Buffer.from(slots, 'base64url') } : undefined;
}
