import { createHash } from 'node:crypto';
import type { Idsig } from './idsig.ts';

/**
 * `agrees`: every hash leads to the root that is signed · `differs`: one does not · `absent`: not in the file ·
 * `unknown-form`: hashed in a way that no Android knows.
 */
export interface TreeCheck {
  readonly state: 'agrees' | 'differs' | 'absent' | 'unknown-form';
  /** How many pages of 4096 bytes the APK has, the last one perhaps not full. Known only where the tree agrees. */
  readonly pages: number | undefined;
}

const PAGE_BYTES = 4096;
const HASH_BYTES = 32;
const PER_PAGE = PAGE_BYTES / HASH_BYTES;
/** SHA-256 works on blocks of so many bytes; a salt is filled up to them (Linux, "fs-verity", Merkle tree). */
const SHA256_BLOCK = 64;

/** Checks the tree of hashes against its root: levels from the top down, each in whole pages (AOSP apksig, VerityTreeBuilder). */
export function checkIdsigTree({ tree, rootHash, salt, hashAlgorithm, log2BlockBytes }: Idsig): TreeCheck {
  if (!tree) return { state: 'absent', pages: undefined };
  if (hashAlgorithm !== 1 || log2BlockBytes !== 12 || salt.length > SHA256_BLOCK)
    return { state: 'unknown-form', pages: undefined };
  const levels = tree.length % PAGE_BYTES === 0 ? levelsOf(tree.length / PAGE_BYTES) : undefined;
  if (!levels) return { state: 'differs', pages: undefined };
  const padded = Buffer.concat([salt, Buffer.alloc(salt.length === 0 ? 0 : SHA256_BLOCK - salt.length)]);
  const hash = (page: Buffer): Buffer => createHash('sha256').update(padded).update(page).digest();
  let expected: Buffer = rootHash;
  let at = 0;
  for (const pages of levels) {
    const level = tree.subarray(at, at + pages * PAGE_BYTES);
    for (let page = 0; page < pages; page++) {
      const own = hash(level.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES));
      if (!own.equals(expected.subarray(page * HASH_BYTES, (page + 1) * HASH_BYTES)))
        return { state: 'differs', pages: undefined };
    }
    at += level.length;
    expected = level;
  }
  return { state: 'agrees', pages: countHashes(expected) };
}

/** Pages of each level, from the top, of a tree that has `total` pages. Undefined: no tree has so many. */
function levelsOf(total: number): number[] | undefined {
  const levelsFrom = (leaves: number): number[] => {
    const levels = [leaves];
    while (levels[0]! > 1) levels.unshift(Math.ceil(levels[0]! / PER_PAGE));
    return levels;
  };
  const sum = (levels: readonly number[]): number => levels.reduce((all, pages) => all + pages, 0);
  let [low, high] = [1, total];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sum(levelsFrom(middle)) < total) low = middle + 1;
    else high = middle;
  }
  const levels = levelsFrom(low);
  return sum(levels) === total ? levels : undefined;
}

/** Hashes up to the zeros that fill the last page. */
function countHashes(level: Buffer): number {
  let count = level.length / HASH_BYTES;
  while (
    count > 0 &&
    level.subarray((count - 1) * HASH_BYTES, count * HASH_BYTES).every((byte) => byte === 0)
  )
    count -= 1;
  return count;
}
