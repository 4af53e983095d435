import type { ElfSegment } from './elf.ts';
import type { ElfView } from './elf-view.ts';

export interface ElfExport {
  readonly name: string;
  /** File offset of what it names; undefined: outside the file. */
  readonly offset: number | undefined;
  readonly bytes: number;
}

/** What a native library says to the loader. */
export interface DynamicPart {
  /** Libraries it asks for. */
  readonly needed: readonly string[];
  readonly soname: string | undefined;
  /** Defined, named symbols of the dynamic table. */
  readonly exports: readonly ElfExport[];
}

interface Tables {
  readonly strings: number;
  readonly symbols: number;
  readonly symbolCount: number;
  readonly needed: readonly number[];
  readonly soname: number | undefined;
}

const MAX_ENTRIES = 4096;
const MAX_SYMBOLS = 200_000;
const MAX_EXPORTS = 50_000;

/** Reads the dynamic segment by what the loader itself uses: segments and tags, no sections. */
export function readDynamic(
  view: ElfView,
  segments: readonly ElfSegment[],
): DynamicPart & { found: boolean; cut: boolean } {
  const dynamic = segments.find(({ type }) => type === 2);
  if (!dynamic) return { needed: [], soname: undefined, exports: [], found: false, cut: false };
  const tables = readTables(view, dynamic, (address) => toOffset(segments, address));
  const name = (at: number): string => view.text(tables.strings + at, 512);
  const { exports, cut } = readExports(view, tables, segments);
  return {
    needed: tables.needed.map(name).filter((text) => text !== ''),
    soname: tables.soname === undefined ? undefined : name(tables.soname),
    exports,
    found: true,
    cut,
  };
}

function toOffset(segments: readonly ElfSegment[], address: number): number | undefined {
  for (const segment of segments)
    if (segment.type === 1 && address >= segment.address && address < segment.address + segment.fileBytes)
      return segment.offset + address - segment.address;
  return undefined;
}

function readTables(
  view: ElfView,
  dynamic: ElfSegment,
  locate: (address: number) => number | undefined,
): Tables {
  const size = view.wide ? 16 : 8;
  const tags = new Map<number, number>();
  const needed: number[] = [];
  const count = Math.min(Math.floor(dynamic.fileBytes / size), MAX_ENTRIES);
  for (let index = 0; index < count; index++) {
    const at = dynamic.offset + index * size;
    const [tag, value] = [view.word(at), view.word(at + size / 2)];
    if (tag === 0) break;
    if (tag === 1) needed.push(value);
    else if (!tags.has(tag)) tags.set(tag, value);
  }
  const place = (tag: number): number | undefined => {
    const address = tags.get(tag);
    return address === undefined ? undefined : locate(address);
  };
  return {
    strings: place(5) ?? -1,
    symbols: place(6) ?? -1,
    symbolCount: countSymbols(view, place(4), place(0x6ffffef5)),
    needed,
    soname: tags.get(14),
  };
}

/** The table has no length of its own: the hash table's chains cover it (System V hash, or GNU hash). */
function countSymbols(view: ElfView, hash: number | undefined, gnu: number | undefined): number {
  if (hash !== undefined) return Math.min(view.u32(hash + 4), MAX_SYMBOLS + 1);
  if (gnu === undefined) return 0;
  const [buckets, first, bloom] = [view.u32(gnu), view.u32(gnu + 4), view.u32(gnu + 8)];
  const bucketsAt = gnu + 16 + bloom * (view.wide ? 8 : 4);
  const chains = bucketsAt + buckets * 4;
  let last = 0;
  const scanned = Math.min(buckets, MAX_SYMBOLS);
  for (let index = 0; index < scanned && bucketsAt + index * 4 < view.bytes.length; index++)
    last = Math.max(last, view.u32(bucketsAt + index * 4));
  if (last < first) return first;
  for (let steps = 0; steps < MAX_SYMBOLS; steps++, last++) {
    const at = chains + (last - first) * 4;
    if (at + 4 > view.bytes.length || (view.u32(at) & 1) !== 0) break;
  }
  return Math.min(last + 1, MAX_SYMBOLS + 1);
}

function readExports(
  view: ElfView,
  { strings, symbols, symbolCount }: Tables,
  segments: readonly ElfSegment[],
): { exports: ElfExport[]; cut: boolean } {
  const exports: ElfExport[] = [];
  const size = view.wide ? 24 : 16;
  if (strings < 0 || symbols < 0) return { exports, cut: false };
  const count = Math.min(symbolCount, MAX_SYMBOLS);
  for (let index = 1; index < count; index++) {
    const at = symbols + index * size;
    if (at + size > view.bytes.length) break;
    const section = view.u16(at + (view.wide ? 6 : 14));
    if (section === 0) continue;
    const name = view.text(strings + view.u32(at), 512);
    if (name === '') continue;
    if (exports.length >= MAX_EXPORTS) return { exports, cut: true };
    const address = view.word(at + (view.wide ? 8 : 4));
    exports.push({
      name,
      offset: toOffset(segments, address),
      bytes: view.word(at + (view.wide ? 16 : 8)),
    });
  }
  return { exports, cut: symbolCount > MAX_SYMBOLS };
}
