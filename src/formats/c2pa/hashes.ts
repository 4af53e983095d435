import { createHash } from 'node:crypto';
import { bytesOf, fieldOf, textOf } from '../cbor/cbor-fields.ts';
import type { CborValue } from '../cbor/read-cbor.ts';
import type { ByteSource } from '../source.ts';

/** Those that C2PA allows (specification 2.2, section 13.1). */
export type C2paHash = 'sha256' | 'sha384' | 'sha512';

export function hashNamed(name: string | undefined): C2paHash | undefined {
  return name === 'sha256' || name === 'sha384' || name === 'sha512' ? name : undefined;
}

/** A reference with the hash of what it names (`hashed-uri-map`). */
export interface HashedUri {
  readonly url: string;
  readonly hash: Buffer;
  readonly algorithm: string | undefined;
}

export function readHashedUri(value: CborValue | undefined): HashedUri | undefined {
  const url = textOf(fieldOf(value, 'url'), 2000);
  const hash = bytesOf(fieldOf(value, 'hash'));
  return url === undefined || !hash ? undefined : { url, hash, algorithm: textOf(fieldOf(value, 'alg')) };
}

/** Bytes of a file; `start` + `length` may lie beyond its end. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

const CHUNK = 1024 * 1024;

/**
 * Hashes a file but for some ranges. `marks`: at these offsets, where they are not excluded, the offset itself goes into
 * the hash first, as eight bytes (`c2pa.hash.bmff.v2`).
 */
export async function hashWithout(
  source: ByteSource,
  algorithm: C2paHash,
  excluded: readonly ByteRange[],
  marks: readonly number[] = [],
): Promise<Buffer> {
  const hash = createHash(algorithm);
  for (const step of planHash(source.size, excluded, marks)) {
    if ('mark' in step) {
      const eight = Buffer.alloc(8);
      eight.writeBigUInt64BE(BigInt(step.mark));
      hash.update(eight);
      continue;
    }
    for (let at = step.from; at < step.to; at += CHUNK)
      hash.update(await source.read(at, Math.min(CHUNK, step.to - at)));
  }
  return hash.digest();
}

type HashStep = { readonly mark: number } | { readonly from: number; readonly to: number };

/** Ranges in order with the marks between them. A mark inside an excluded range still counts: it stands for its box. */
function planHash(size: number, excluded: readonly ByteRange[], marks: readonly number[]): HashStep[] {
  const cuts = mergeRanges(excluded);
  const steps: HashStep[] = [];
  const wanted = [...marks].sort((a, b) => a - b);
  let [at, next] = [0, 0];
  const upTo = (end: number): void => {
    for (; next < wanted.length && wanted[next]! < end; next++) {
      if (wanted[next]! > at) steps.push({ from: at, to: wanted[next]! });
      at = Math.max(at, wanted[next]!);
      steps.push({ mark: wanted[next]! });
    }
    if (end > at) steps.push({ from: at, to: end });
    at = Math.max(at, end);
  };
  for (const { start, length } of cuts) {
    upTo(Math.min(size, start));
    for (; next < wanted.length && wanted[next]! < start + length; next++)
      steps.push({ mark: wanted[next]! });
    at = Math.max(at, Math.min(size, start + length));
  }
  upTo(size);
  return steps;
}

/** Sorted, overlapping ones joined. */
export function mergeRanges(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: { start: number; length: number }[] = [];
  for (const { start, length } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.start + last.length)
      last.length = Math.max(last.length, start + length - last.start);
    else merged.push({ start, length });
  }
  return merged;
}

/** How many bytes of `ranges` lie within a file and outside `allowed`. */
export function bytesOutside(
  size: number,
  ranges: readonly ByteRange[],
  allowed: readonly ByteRange[],
): number {
  const within = mergeRanges(allowed);
  let sum = 0;
  for (const { start, length } of mergeRanges(ranges)) {
    const end = Math.min(size, start + length);
    let covered = 0;
    for (const one of within)
      covered += Math.max(0, Math.min(end, one.start + one.length) - Math.max(start, one.start));
    sum += Math.max(0, end - start - covered);
  }
  return sum;
}
