import type { AnomalyLog } from '../anomaly.ts';
import { readCodeSignature } from './code-signature.ts';
import { type MachAnomalyCode, type MachImage, type MachSection, machLimits } from './macho.ts';
import { nameCpu, nameKind, printVersion } from './names.ts';
import { type Words, wordsOf } from './words.ts';

/** Load commands of loader.h; the high bit marks those that the loader must know. */
const SEGMENT = 0x1;
const SEGMENT_64 = 0x19;
const UUID = 0x1b;
const CODE_SIGNATURE = 0x1d;
const RPATH = 0x8000_001c;
const BUILD_VERSION = 0x32;
const libraryCommands: ReadonlySet<number> = new Set([0xc, 0x8000_0018, 0x8000_001f, 0x20, 0x8000_0023]);
const encryptionCommands: ReadonlySet<number> = new Set([0x21, 0x2c]);
const minimumCommands: ReadonlySet<number> = new Set([0x24, 0x25, 0x2f, 0x30]);

type Draft = {
  -readonly [K in keyof MachImage]: MachImage[K] extends readonly (infer T)[] ? T[] : MachImage[K];
};

interface Place {
  readonly words: Words;
  readonly offset: number;
  readonly size: number;
  readonly log: AnomalyLog<MachAnomalyCode>;
}

/** Reads one program that lies at `offset` in a file. Undefined: none begins there. */
export function readImage(
  file: Buffer,
  offset: number,
  size: number,
  log: AnomalyLog<MachAnomalyCode>,
): MachImage | undefined {
  const bytes = file.subarray(offset, offset + size);
  if (bytes.length < 28) return undefined;
  const magic = bytes.readUInt32LE(0);
  const little = magic === 0xfeedface || magic === 0xfeedfacf;
  const words = wordsOf(bytes, little);
  if (words.u32(0) !== 0xfeedface && words.u32(0) !== 0xfeedfacf) {
    log.add('not-macho', 'no program begins where one is declared', { offset });
    return undefined;
  }
  const wide = words.u32(0) === 0xfeedfacf;
  const draft: Draft = {
    cpu: nameCpu(words.u32(4), words.u32(8)),
    bits: wide ? 64 : 32,
    kind: nameKind(words.u32(12)),
    flags: words.u32(24),
    offset,
    size: bytes.length,
    uuid: undefined,
    minimumOs: undefined,
    sdk: undefined,
    libraries: [],
    rpaths: [],
    encrypted: undefined,
    sections: [],
    signature: undefined,
  };
  readCommands(draft, { words, offset, size: bytes.length, log }, wide ? 32 : 28);
  return draft;
}

function readCommands(draft: Draft, place: Place, start: number): void {
  const { words, log, size, offset } = place;
  const declared = words.u32(16);
  const end = Math.min(size, start + words.u32(20));
  let at = start;
  for (let i = 0; i < Math.min(declared, machLimits.commands); i++) {
    const length = words.u32(at + 4);
    if (at + 8 > end || length < 8 || at + length > end) {
      log.add('command-size', `load command ${i} of ${declared} does not fit`, { offset: offset + at });
      return;
    }
    readCommand(draft, place, at, length);
    at += length;
  }
  if (declared > machLimits.commands)
    log.add('command-count', `${declared} load commands are declared`, { offset: offset + 16 });
}

function readCommand(draft: Draft, place: Place, at: number, length: number): void {
  const { words, offset, log } = place;
  const command = words.u32(at);
  const text = (): string =>
    words.text(at + words.u32(at + 8), Math.max(0, length - words.u32(at + 8))).slice(0, 500);
  if (command === SEGMENT || command === SEGMENT_64)
    readSections(draft, place, at, length, command === SEGMENT_64);
  else if (command === UUID) draft.uuid = words.bytes.toString('hex', at + 8, at + 24);
  else if (command === RPATH) draft.rpaths.push(text());
  else if (libraryCommands.has(command)) draft.libraries.push(text());
  else if (encryptionCommands.has(command) && words.u32(at + 16) !== 0)
    draft.encrypted = { offset: offset + words.u32(at + 8), size: words.u32(at + 12) };
  else if (command === BUILD_VERSION) setVersions(draft, words.u32(at + 12), words.u32(at + 16));
  else if (minimumCommands.has(command)) setVersions(draft, words.u32(at + 8), words.u32(at + 12));
  else if (command === CODE_SIGNATURE && !draft.signature) {
    const from = words.u32(at + 8);
    const to = from + words.u32(at + 12);
    if (from >= to || to > place.size)
      log.add('signature-range', 'the code signature lies outside the program', { offset: offset + at });
    draft.signature = readCodeSignature(words.bytes, from, Math.min(to, place.size), log);
  }
}

function setVersions(draft: Draft, minimum: number, sdk: number): void {
  draft.minimumOs = printVersion(minimum);
  draft.sdk = sdk === 0 ? undefined : printVersion(sdk);
}

function readSections(draft: Draft, place: Place, at: number, length: number, wide: boolean): void {
  const { words, log, offset, size } = place;
  const head = wide ? 72 : 56;
  const step = wide ? 80 : 68;
  const declared = words.u32(at + (wide ? 64 : 48));
  const room = Math.max(0, Math.floor((length - head) / step));
  if (declared > room) log.add('command-size', `${declared} sections do not fit`, { offset: offset + at });
  for (let i = 0; i < Math.min(declared, room); i++) {
    if (draft.sections.length >= machLimits.sections) return;
    const from = at + head + i * step;
    const section: MachSection = {
      name: words.text(from, 16),
      segment: words.text(from + 16, 16),
      size: wide ? words.u64(from + 40) : words.u32(from + 36),
      offset: offset + words.u32(from + (wide ? 48 : 40)),
    };
    const type = words.u32(from + (wide ? 64 : 56)) & 0xff;
    // Sections of zeros (S_ZEROFILL, S_GB_ZEROFILL, S_THREAD_LOCAL_ZEROFILL) take no bytes of the file.
    if (type === 1 || type === 0xc || type === 0x12) continue;
    if (section.offset - offset + section.size > size)
      log.add('section-range', `section ${section.name} lies outside the program`, { offset: offset + from });
    else draft.sections.push(section);
  }
}
