import type { MachImage, MachSection } from './macho.ts';

export interface MachString {
  readonly text: string;
  /** In the file, bytes. */
  readonly offset: number;
  /** `__TEXT,__cstring`. */
  readonly section: string;
}

export interface MachStringLimits {
  /** Strings shorter than this are left out. */
  readonly least: number;
  readonly strings: number;
  /** Of all sections together. */
  readonly bytes: number;
}

const byteSections: ReadonlySet<string> = new Set([
  '__cstring',
  '__objc_methname',
  '__objc_classname',
  '__swift5_reflstr',
  '__oslogstring',
]);
const MAX_TEXT = 20_000;

/**
 * Texts that a program was compiled with: C strings, names of Objective-C methods and classes, UTF-16 strings. Objects of
 * `__cfstring` point into these. Sections that lie in each other are read once; encrypted bytes are left out.
 */
export function* machStrings(
  file: Buffer,
  image: MachImage,
  limits: MachStringLimits,
): Generator<MachString> {
  const left = { strings: limits.strings, bytes: limits.bytes };
  let end = 0;
  const wanted = image.sections
    .filter((section) => byteSections.has(section.name) || section.name === '__ustring')
    .sort((a, b) => a.offset - b.offset);
  for (const section of wanted) {
    const from = Math.max(section.offset, end);
    const to = Math.min(section.offset + section.size, file.length, from + left.bytes);
    end = Math.max(end, to);
    if (from >= to || overlaps(image, from, to)) continue;
    left.bytes -= to - from;
    const read = section.name === '__ustring' ? wideStrings : byteStrings;
    for (const found of read(file, from, to, `${section.segment},${section.name}`)) {
      if (found.text.length < limits.least) continue;
      if (left.strings-- <= 0) return;
      yield found;
    }
  }
}

/** True: a part of this section is encrypted, so what stands there is noise. */
export function isEncryptedSection(image: MachImage, { offset, size }: MachSection): boolean {
  return overlaps(image, offset, offset + size);
}

function overlaps({ encrypted }: MachImage, from: number, to: number): boolean {
  return encrypted !== undefined && from < encrypted.offset + encrypted.size && to > encrypted.offset;
}

function* byteStrings(file: Buffer, from: number, to: number, section: string): Generator<MachString> {
  for (let at = from; at < to; ) {
    const zero = file.indexOf(0, at);
    const end = zero < 0 || zero > to ? to : zero;
    if (end > at)
      yield { text: file.toString('utf8', at, Math.min(end, at + MAX_TEXT)), offset: at, section };
    at = end + 1;
  }
}

function* wideStrings(file: Buffer, from: number, to: number, section: string): Generator<MachString> {
  for (let at = from; at + 1 < to; ) {
    let end = at;
    while (end + 1 < to && (file[end] !== 0 || file[end + 1] !== 0)) end += 2;
    if (end > at)
      yield { text: file.toString('utf16le', at, Math.min(end, at + MAX_TEXT)), offset: at, section };
    at = end + 2;
  }
}
