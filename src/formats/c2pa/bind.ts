import { bytesOf, countOf, fieldOf, listOf, textOf } from '../cbor/cbor-fields.ts';
import { type CborValue, readCbor } from '../cbor/read-cbor.ts';
import type { IsoBox } from '../isobmff/read-boxes.ts';
import type { JumbfBox } from '../jumbf/read-jumbf.ts';
import type { ByteSource } from '../source.ts';
import { bmffRanges } from './bmff-ranges.ts';
import { type ByteRange, bytesOutside, hashNamed, hashWithout, mergeRanges } from './hashes.ts';
import { cborOf } from './read-claim.ts';

/** The file that a store is about. */
export interface C2paAsset {
  readonly source: ByteSource;
  /** Where the store stands in the file. */
  readonly store: readonly ByteRange[];
  /** Of files made of boxes. */
  readonly boxes?: readonly IsoBox[];
  /** True: manifests were added since, so that the store is longer than when the file was hashed. */
  readonly updated?: boolean;
}

/** Whether the file is the one that was signed. */
export interface C2paBinding {
  /** `none`: the manifest does not bind itself to a file. */
  readonly kind: 'data' | 'bmff' | 'boxes' | 'other' | 'none';
  readonly verdict: 'holds' | 'fails' | 'not-checked';
  readonly reason: string;
  /** Bytes that the signer left out of the hash beside the store: anyone can have changed them. */
  readonly uncovered: number;
  /** The same as a part of the file, 0–1. */
  readonly uncoveredShare: number;
}

/** Checks the assertion that binds a manifest to its file. `fallback`: the claim’s hash. */
export async function checkBinding(
  assertions: readonly JumbfBox[],
  asset: C2paAsset,
  fallback: string | undefined,
): Promise<C2paBinding> {
  const bindings = assertions.filter(({ label }) => label?.startsWith('c2pa.hash.'));
  const [one] = bindings;
  if (!one) return say('none', 'not-checked', 'the manifest holds no hash of the file');
  if (bindings.length > 1) return say('other', 'fails', 'the manifest holds more than one hash of the file');
  const body = cborOf(one);
  const value = body && readCbor(body);
  const label = (one.label ?? '').replace(/__\d+$/, '');
  if (label === 'c2pa.hash.data') return checkData(value, asset, fallback);
  if (label.startsWith('c2pa.hash.bmff')) return checkBmff(label, value, asset, fallback);
  const kind = label === 'c2pa.hash.boxes' ? 'boxes' : 'other';
  return say(kind, 'not-checked', `the kind of hash it uses (${label.slice(0, 60)}) is not checked here`);
}

function say(
  kind: C2paBinding['kind'],
  verdict: C2paBinding['verdict'],
  reason: string,
  uncovered = 0,
  size = 1,
): C2paBinding {
  return { kind, verdict, reason, uncovered, uncoveredShare: uncovered / Math.max(1, size) };
}

const MAX_EXCLUSIONS = 1000;

async function checkData(
  value: CborValue | undefined,
  { source, store, updated }: C2paAsset,
  fallback: string | undefined,
): Promise<C2paBinding> {
  const expected = bytesOf(fieldOf(value, 'hash'));
  const algorithm = hashNamed(textOf(fieldOf(value, 'alg')) ?? fallback);
  const listed = listOf(fieldOf(value, 'exclusions'), MAX_EXCLUSIONS).map((one) => ({
    start: countOf(fieldOf(one, 'start')) ?? -1,
    length: countOf(fieldOf(one, 'length')) ?? -1,
  }));
  if (!expected || !algorithm || listed.some(({ start, length }) => start < 0 || length < 0))
    return say('data', 'not-checked', 'the hash of the file cannot be read');
  const excluded = updated ? stretchRanges(listed, store) : listed;
  const uncovered = bytesOutside(source.size, excluded, store);
  const actual = await hashWithout(source, algorithm, excluded);
  return actual.equals(expected)
    ? say('data', 'holds', 'the file is the one that was signed', uncovered, source.size)
    : say('data', 'fails', 'the file was changed after it was signed', uncovered, source.size);
}

/** The range that begins where the store does becomes as long as the store is now; those after it move. */
function stretchRanges(ranges: readonly ByteRange[], store: readonly ByteRange[]): ByteRange[] {
  const [now] = mergeRanges(store);
  const old = ranges.find(({ start }) => start === now?.start);
  if (!now || !old) return [...ranges];
  const longer = now.length - old.length;
  return ranges.map((range) => {
    if (range === old) return now;
    return range.start > now.start ? { start: range.start + longer, length: range.length } : range;
  });
}

async function checkBmff(
  label: string,
  value: CborValue | undefined,
  { source, store, boxes }: C2paAsset,
  fallback: string | undefined,
): Promise<C2paBinding> {
  const expected = bytesOf(fieldOf(value, 'hash'));
  const algorithm = hashNamed(textOf(fieldOf(value, 'alg')) ?? fallback);
  if (!boxes) return say('bmff', 'fails', 'the hash is one for files made of boxes, which this is not');
  if (listOf(fieldOf(value, 'merkle')).length > 0)
    return say(
      'bmff',
      'not-checked',
      'the file is hashed piece by piece (Merkle tree), which is not checked here',
    );
  if (!expected || !algorithm) return say('bmff', 'not-checked', 'the hash of the file cannot be read');
  const ranges = await bmffRanges(source, boxes, listOf(fieldOf(value, 'exclusions'), MAX_EXCLUSIONS));
  if (!ranges) return say('bmff', 'not-checked', 'what the hash leaves out cannot be read');
  // Boxes that hold neither picture nor sound are left out by every signer.
  const idle = boxes.filter(({ type }) => ['ftyp', 'free', 'skip', 'mfra'].includes(type));
  const allowed = [...store, ...idle.map(({ offset, bytes }) => ({ start: offset, length: bytes }))];
  const uncovered = bytesOutside(source.size, ranges.excluded, allowed);
  const marks = label === 'c2pa.hash.bmff' ? [] : ranges.marks;
  const actual = await hashWithout(source, algorithm, ranges.excluded, marks);
  return actual.equals(expected)
    ? say('bmff', 'holds', 'the file is the one that was signed', uncovered, source.size)
    : say('bmff', 'fails', 'the file was changed after it was signed', uncovered, source.size);
}
