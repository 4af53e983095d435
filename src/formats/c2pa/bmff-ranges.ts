import { bytesOf, countOf, fieldOf, listOf, textOf } from '../cbor/cbor-fields.ts';
import type { CborValue } from '../cbor/read-cbor.ts';
import type { IsoBox } from '../isobmff/read-boxes.ts';
import type { ByteSource } from '../source.ts';
import type { ByteRange } from './hashes.ts';

/** What a hash of boxes leaves out, and the offsets of the outermost boxes that it does not leave out whole. */
export interface BmffRanges {
  readonly excluded: readonly ByteRange[];
  readonly marks: readonly number[];
}

/** Reads the exclusions of `c2pa.hash.bmff` (specification section 18.6.3). Undefined: one of them cannot be read. */
export async function bmffRanges(
  source: ByteSource,
  boxes: readonly IsoBox[],
  exclusions: readonly CborValue[],
): Promise<BmffRanges | undefined> {
  const excluded: ByteRange[] = [];
  const marks = new Set(boxes.map(({ offset }) => offset));
  let compared = 0;
  for (const exclusion of exclusions) {
    const path = textOf(fieldOf(exclusion, 'xpath'));
    if (path === undefined) return undefined;
    for (const box of boxesOnPath(boxes, path)) {
      compared += 1;
      if (compared > MAX_COMPARED) return undefined;
      if (!(await matches(source, box, exclusion))) continue;
      const subsets = fieldOf(exclusion, 'subset');
      if (!subsets) {
        excluded.push({ start: box.offset, length: box.bytes });
        marks.delete(box.offset);
      } else excluded.push(...subsetsOf(box, subsets));
    }
  }
  return { excluded, marks: [...marks] };
}

const MAX_STEPS = 12;
/** Boxes times exclusions: no honest file needs a fraction of it. */
const MAX_COMPARED = 50_000;

/** Boxes on a path such as `/moov[1]/trak`; without a number all of the name. */
function boxesOnPath(boxes: readonly IsoBox[], path: string): readonly IsoBox[] {
  let level: readonly IsoBox[] = boxes;
  const steps = path.split('/').slice(1, 1 + MAX_STEPS);
  if (!path.startsWith('/') || steps.length === 0) return [];
  for (const [i, step] of steps.entries()) {
    const [, name, number] = /^(.{4})(?:\[(\d{1,6})\])?$/.exec(step) ?? [];
    const named = level.filter(({ type }) => type === name);
    const chosen = number === undefined ? named : named.slice(Number(number) - 1, Number(number));
    level = i < steps.length - 1 ? chosen.flatMap(({ children }) => children) : chosen;
  }
  return level;
}

async function matches(source: ByteSource, box: IsoBox, exclusion: CborValue): Promise<boolean> {
  const length = countOf(fieldOf(exclusion, 'length'));
  if (length !== undefined && length !== box.bytes) return false;
  const version = countOf(fieldOf(exclusion, 'version'));
  const flags = bytesOf(fieldOf(exclusion, 'flags'));
  if (version !== undefined || flags) {
    const full = await source.read(box.offset + box.head, 4);
    if (version !== undefined && full[0] !== version) return false;
    if (flags && !flagsMatch(flags, full.subarray(1), fieldOf(exclusion, 'exact') !== false)) return false;
  }
  for (const one of listOf(fieldOf(exclusion, 'data'), 100)) {
    const [offset, value] = [countOf(fieldOf(one, 'offset')), bytesOf(fieldOf(one, 'value'))];
    if (offset === undefined || !value) return false;
    if (!(await source.read(box.offset + offset, value.length)).equals(value)) return false;
  }
  return true;
}

function flagsMatch(wanted: Buffer, actual: Buffer, exact: boolean): boolean {
  return (
    wanted.length === 3 &&
    wanted.every((byte, i) => (exact ? byte : byte & actual[i]!) === (exact ? actual[i] : byte))
  );
}

function subsetsOf({ offset, bytes }: IsoBox, subsets: CborValue): ByteRange[] {
  return listOf(subsets, 1000).flatMap((one) => {
    const start = countOf(fieldOf(one, 'offset'));
    const length = countOf(fieldOf(one, 'length'));
    if (start === undefined || length === undefined || start > bytes) return [];
    return [
      { start: offset + start, length: length === 0 ? bytes - start : Math.min(length, bytes - start) },
    ];
  });
}
