import { type PrintableString, printableStrings } from '../strings/printable-strings.ts';
import type { Elf } from './elf.ts';

/** Sections that hold names for linkers and debuggers, not what the program says. */
const notText = /^\.(dynstr|dynsym|symtab|strtab|shstrtab|gnu|rela?|debug|comment|note|eh_frame|hash)/;

/**
 * Printable runs of the parts of a native program that can hold its texts: all sections that are not code or names; where
 * there is no section table, every segment that is not code; where nothing is left, the whole file. Offsets are of the file.
 */
export function* elfStrings(bytes: Buffer, elf: Elf): Generator<PrintableString> {
  for (const { from, to } of textRanges(bytes, elf)) yield* printableStrings(bytes, { from, to, least: 5 });
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** In order and without overlaps, so that the cost stays that of the file however often its tables name a part. */
function textRanges(bytes: Buffer, elf: Elf): Range[] {
  const sections = elf.sections
    .filter((one) => !one.executable && one.type !== 8 && one.bytes > 0 && !notText.test(one.name))
    .map((one) => ({ from: one.offset, to: one.offset + one.bytes }));
  const segments = elf.segments
    .filter((one) => one.type === 1 && !one.executable)
    .map((one) => ({ from: one.offset, to: one.offset + one.fileBytes }));
  const chosen = [sections, segments].find((ranges) => ranges.some(({ from }) => from < bytes.length));
  return merge(chosen ?? [{ from: 0, to: bytes.length }], bytes.length);
}

function merge(ranges: readonly Range[], size: number): Range[] {
  const merged: Range[] = [];
  let end = 0;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const start = Math.max(from, end);
    const stop = Math.min(to, size);
    if (stop <= start) continue;
    merged.push({ from: start, to: stop });
    end = stop;
  }
  return merged;
}
