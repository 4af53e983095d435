import type { Anomaly } from '../anomaly.ts';
import { u32 } from '../view.ts';
import type { DexAnomalyCode } from './anomaly-code.ts';
import { type DexLog, dexLog } from './dex-log.ts';
import { type DexHeader, type DexTable, HEADER_BYTES, readHeader } from './header.ts';
import { locateStrings, type StringPlaces } from './locate-strings.ts';

/**
 * A program as its tables stand in the bytes. Nothing is copied or decoded but the places of the strings; the functions
 * beside this one read on demand. Counts are of items that really lie within the bytes.
 */
export interface Dex {
  /** The whole file: offsets count from its start, also in later parts of a container (version 041). */
  readonly bytes: Buffer;
  /** Where this part's header stands. */
  readonly at: number;
  readonly header: DexHeader;
  readonly strings: StringPlaces;
  readonly types: DexTable;
  readonly protos: DexTable;
  readonly fields: DexTable;
  readonly methods: DexTable;
  readonly classes: DexTable;
  readonly anomalies: readonly Anomaly<DexAnomalyCode>[];
  /** For the readers of its parts. */
  readonly log: DexLog;
}

const MAX_PARTS = 256;
/** Types and prototypes are named by 16 bits, and a class is defined once (dex-format, `header_item`). */
const MOST_TYPES = 65_536;

/**
 * Reads every program in a file: one, the parts of a container (version 041), or further ones appended behind the first.
 * `appended`: bytes behind the last that are no program. Never throws for what the bytes say; empty: no program here.
 */
export function readDexFile(bytes: Buffer): { parts: Dex[]; appended: { offset: number; bytes: number } } {
  const parts: Dex[] = [];
  let at = 0;
  let whole = bytes;
  let origin = 0;
  while (isDex(bytes, at) && parts.length < MAX_PARTS) {
    const first = parts.at(-1);
    const inContainer = first && first.header.containerBytes > at - origin;
    if (first && !inContainer) {
      // Offsets of a program that was only appended count from its own start.
      whole = bytes.subarray(at);
      origin = at;
    }
    const dex = readPart(whole, at - origin);
    parts.push(dex);
    const { fileBytes } = dex.header;
    if (fileBytes < HEADER_BYTES || at + fileBytes > bytes.length) {
      at = bytes.length;
      break;
    }
    at += fileBytes;
  }
  if (parts.length > 0) noteRest(parts, bytes, at);
  return { parts, appended: { offset: at, bytes: parts.length > 0 ? bytes.length - at : 0 } };
}

function isDex(bytes: Buffer, at: number): boolean {
  return at + 8 <= bytes.length && u32(bytes, at) === 0x0a786564;
}

function noteRest(parts: readonly Dex[], bytes: Buffer, at: number): void {
  const log = parts[0]!.log;
  if (parts.length === MAX_PARTS)
    log.add('too-many-parts', () => `only the first ${MAX_PARTS} programs of one file are read`, at);
  if (at < bytes.length)
    log.add('appended-data', () => `${bytes.length - at} bytes stand behind the declared end`, at);
}

function readPart(bytes: Buffer, at: number): Dex {
  const log = dexLog();
  const header = readHeader(bytes, at, log);
  const clip = (name: string, table: DexTable, itemBytes: number, most?: number): DexTable =>
    fitTable(bytes, log, name, table, itemBytes, most);
  return {
    bytes,
    at,
    header,
    strings: locateStrings(bytes, clip('strings', header.strings, 4), log),
    types: clip('types', header.types, 4, MOST_TYPES),
    protos: clip('protos', header.protos, 12, MOST_TYPES),
    fields: clip('fields', header.fields, 8),
    methods: clip('methods', header.methods, 8),
    classes: clip('classes', header.classes, 32, MOST_TYPES),
    anomalies: log.all,
    log,
  };
}

function fitTable(
  bytes: Buffer,
  log: DexLog,
  name: string,
  { count, offset }: DexTable,
  itemBytes: number,
  most = Number.POSITIVE_INFINITY,
): DexTable {
  const fitting = offset >= 4 ? Math.max(0, Math.floor((bytes.length - offset) / itemBytes)) : 0;
  const room = Math.min(fitting, most);
  if (count <= room) return { count, offset };
  log.add('table-bounds', () => `${count} ${name} are declared at ${offset}, ${room} can be`, offset);
  return { count: room, offset };
}
