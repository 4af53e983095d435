import { type Anomaly, anomalyLog } from '../anomaly.ts';
import { type DynamicPart, readDynamic } from './elf-dynamic.ts';
import { type ElfView, elfView } from './elf-view.ts';

export type ElfAnomalyCode =
  | 'header-cut'
  | 'segment-outside'
  | 'section-outside'
  | 'no-sections'
  | 'no-dynamic'
  | 'too-many-symbols';

export interface ElfSegment {
  /** 1 load, 2 dynamic, 4 note. */
  readonly type: number;
  readonly executable: boolean;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
}

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly offset: number;
  readonly bytes: number;
  readonly executable: boolean;
}

/** A native program or library (System V ABI, "Object Files"; Android bionic's linker reads only the segments). */
export interface Elf extends DynamicPart {
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  /** In words where known: `arm64`, `x86`… */
  readonly machine: string;
  readonly segments: readonly ElfSegment[];
  readonly sections: readonly ElfSection[];
  /** Lower-case hex of the GNU build id, where there is one. */
  readonly buildId: string | undefined;
  readonly anomalies: readonly Anomaly<ElfAnomalyCode>[];
}

const machines: Readonly<Record<number, string>> = {
  3: 'x86',
  8: 'mips',
  40: 'arm',
  62: 'x86_64',
  183: 'arm64',
  243: 'riscv64',
};
const MAX_SEGMENTS = 512;
const MAX_SECTIONS = 4096;

/** Reads an ELF file. Undefined: it is none. Never throws for what the bytes say. */
export function readElf(bytes: Buffer): Elf | undefined {
  if (bytes.length < 20 || bytes.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  const log = anomalyLog<ElfAnomalyCode>();
  const [wide, big] = [bytes[4] === 2, bytes[5] === 2];
  const view = elfView(bytes, wide, big);
  if (bytes.length < (wide ? 64 : 52)) log.add('header-cut', 'the file ends inside its header');
  const segments = readSegments(view);
  for (const { offset, fileBytes } of segments)
    if (offset + fileBytes > bytes.length)
      log.add('segment-outside', 'a segment reaches beyond the end of the file', { offset });
  const sections = readSections(view);
  if (sections.length === 0)
    log.add('no-sections', 'the section table is missing or was removed; Android does not need it');
  for (const { offset, bytes: length, type, name } of sections)
    if (type !== 8 && offset + length > bytes.length)
      log.add('section-outside', `section ${name} reaches beyond the end of the file`, { offset });
  const dynamic = readDynamic(view, segments);
  if (!dynamic.found) log.add('no-dynamic', 'nothing is declared for the loader');
  if (dynamic.cut) log.add('too-many-symbols', 'more symbols than are listed');
  return {
    bits: wide ? 64 : 32,
    endian: big ? 'big' : 'little',
    machine: machines[view.u16(18)] ?? `machine ${view.u16(18)}`,
    segments,
    sections,
    needed: dynamic.needed,
    soname: dynamic.soname,
    exports: dynamic.exports,
    buildId: readBuildId(view, segments),
    anomalies: log.all,
  };
}

function readSegments(view: ElfView): ElfSegment[] {
  const { wide } = view;
  const table = view.word(wide ? 32 : 28);
  const size = Math.max(view.u16(wide ? 54 : 42), wide ? 56 : 32);
  const count = Math.min(view.u16(wide ? 56 : 44), MAX_SEGMENTS);
  const segments: ElfSegment[] = [];
  for (let index = 0; index < count; index++) {
    const at = table + index * size;
    if (at + size > view.bytes.length) break;
    segments.push({
      type: view.u32(at),
      executable: (view.u32(at + (wide ? 4 : 24)) & 1) !== 0,
      offset: view.word(at + (wide ? 8 : 4)),
      address: view.word(at + (wide ? 16 : 8)),
      fileBytes: view.word(at + (wide ? 32 : 16)),
    });
  }
  return segments;
}

function readSections(view: ElfView): ElfSection[] {
  const { wide } = view;
  const table = view.word(wide ? 40 : 32);
  const size = Math.max(view.u16(wide ? 58 : 46), wide ? 64 : 40);
  const count = table === 0 ? 0 : Math.min(view.u16(wide ? 60 : 48), MAX_SECTIONS);
  const names = table + view.u16(wide ? 62 : 50) * size;
  const namesAt = view.word(names + (wide ? 24 : 16));
  const sections: ElfSection[] = [];
  for (let index = 1; index < count; index++) {
    const at = table + index * size;
    if (at + size > view.bytes.length) break;
    sections.push({
      name: view.text(namesAt + view.u32(at), 64),
      type: view.u32(at + 4),
      offset: view.word(at + (wide ? 24 : 16)),
      bytes: view.word(at + (wide ? 32 : 20)),
      executable: (view.word(at + 8) & 4) !== 0,
    });
  }
  return sections;
}

/** The note of type 3 by "GNU" (NT_GNU_BUILD_ID). */
function readBuildId(view: ElfView, segments: readonly ElfSegment[]): string | undefined {
  for (const { offset, fileBytes } of segments.filter(({ type }) => type === 4)) {
    const end = Math.min(offset + Math.min(fileBytes, 65_536), view.bytes.length);
    for (let at = offset; at + 12 <= end; ) {
      const [nameBytes, bytes, type] = [view.u32(at), view.u32(at + 4), view.u32(at + 8)];
      const from = at + 12 + nameBytes + (-nameBytes & 3);
      if (type === 3 && view.text(at + 12, 4) === 'GNU' && bytes <= 64 && from + bytes <= end)
        return view.bytes.toString('hex', from, from + bytes);
      at = from + bytes + (-bytes & 3);
    }
  }
  return undefined;
}
