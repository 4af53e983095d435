import { type Anomaly, anomalyLog } from '../anomaly.ts';
import { fits, u32 } from '../view.ts';

export type HermesAnomalyCode = 'length' | 'layout' | 'string-outside' | 'too-much-text';

export interface HermesString {
  readonly text: string;
  /** Of its first byte in the file. */
  readonly offset: number;
  /** A name in the program rather than a text it carries. */
  readonly identifier: boolean;
}

/**
 * A React Native program compiled by Hermes (facebook/hermes, BytecodeFileFormat.h). Only what carries texts is read: the
 * string table in all its forms.
 */
export interface Hermes {
  readonly version: number;
  /** SHA-1 of the source that it was compiled from, as the compiler wrote it: equal builds carry equal values. */
  readonly sourceHash: string;
  readonly functionCount: number;
  readonly stringCount: number;
  /** False: the table could not be found as the version lays it out; read the bytes as plain text instead. */
  readonly tableFound: boolean;
  strings(): Generator<HermesString>;
  readonly anomalies: readonly Anomaly<HermesAnomalyCode>[];
}

const MAGIC = Buffer.from('c61fbc03c103191f', 'hex');
const HEADER_BYTES = 128;
const OVERFLOW_LENGTH = 0xff;
const MAX_STRINGS = 2_000_000;

interface Tables {
  readonly kinds: number;
  readonly small: number;
  readonly overflow: number;
  readonly storage: number;
}

interface Header {
  readonly functions: number;
  readonly kindCount: number;
  readonly identifiers: number;
  readonly strings: number;
  readonly overflows: number;
  readonly storageBytes: number;
}

export function isHermes(bytes: Buffer): boolean {
  return bytes.length >= HEADER_BYTES && bytes.subarray(0, 8).equals(MAGIC);
}

/** Reads compiled JavaScript. Undefined: it is none. Never throws for what the bytes say. */
export function readHermes(bytes: Buffer): Hermes | undefined {
  if (!isHermes(bytes)) return undefined;
  const log = anomalyLog<HermesAnomalyCode>();
  if (u32(bytes, 32) !== bytes.length)
    log.add('length', `declares ${u32(bytes, 32)} bytes, has ${bytes.length}`, { offset: 32 });
  const header: Header = {
    functions: u32(bytes, 40),
    kindCount: u32(bytes, 44),
    identifiers: u32(bytes, 48),
    strings: u32(bytes, 52),
    overflows: u32(bytes, 56),
    storageBytes: u32(bytes, 60),
  };
  const tables = findTables(bytes, header);
  if (!tables) log.add('layout', 'the string table is not where any known version keeps it');
  return {
    version: u32(bytes, 8),
    sourceHash: bytes.toString('hex', 12, 32),
    functionCount: header.functions,
    stringCount: header.strings,
    tableFound: tables !== undefined,
    *strings() {
      if (tables) yield* readStrings(bytes, header, tables, log);
    },
    anomalies: log.all,
  };
}

/** Function headers are of 16 bytes, of 12 in the newest versions: the run-lengths of string kinds tell which. */
function findTables(bytes: Buffer, header: Header): Tables | undefined {
  if (header.strings === 0 || header.strings > MAX_STRINGS) return undefined;
  for (const functionBytes of [16, 12]) {
    const kinds = HEADER_BYTES + header.functions * functionBytes;
    const small = kinds + header.kindCount * 4 + header.identifiers * 4;
    const overflow = small + header.strings * 4;
    const storage = overflow + header.overflows * 8;
    if (!fits(bytes, storage, Math.min(header.storageBytes, 1))) continue;
    if (sumKinds(bytes, kinds, header.kindCount) === header.strings)
      return { kinds, small, overflow, storage };
  }
  return undefined;
}

function sumKinds(bytes: Buffer, at: number, count: number): number {
  let sum = 0;
  for (let index = 0; index < count && fits(bytes, at + index * 4, 4); index++)
    sum += u32(bytes, at + index * 4) & 0x7fffffff;
  return sum;
}

function* readStrings(
  bytes: Buffer,
  header: Header,
  tables: Tables,
  log: { add(code: HermesAnomalyCode, detail: string, where?: { offset?: number }): void },
): Generator<HermesString> {
  // Strings may share their storage; a table that names the same bytes over and over is not followed for ever.
  let budget = header.storageBytes * 4 + 65_536;
  const kinds = kindRuns(bytes, tables.kinds, header.kindCount);
  for (let index = 0; index < header.strings; index++) {
    const identifier = kinds(index);
    const entry = u32(bytes, tables.small + index * 4);
    let [start, length] = [(entry >>> 1) & 0x7fffff, entry >>> 24];
    if (length === OVERFLOW_LENGTH) {
      const at = tables.overflow + Math.min(start, header.overflows) * 8;
      [start, length] = [u32(bytes, at), u32(bytes, at + 4)];
    }
    const size = (entry & 1) !== 0 ? length * 2 : length;
    const offset = tables.storage + start;
    if (start + size > header.storageBytes || !fits(bytes, offset, size)) {
      log.add('string-outside', `string ${index} lies outside the storage`, { offset });
      continue;
    }
    budget -= size;
    if (budget < 0) {
      log.add('too-much-text', 'the table names more text than the storage can hold');
      return;
    }
    if (size > 0)
      yield {
        text: bytes.toString((entry & 1) !== 0 ? 'utf16le' : 'latin1', offset, offset + size),
        offset,
        identifier,
      };
  }
}

/** Whether a string is an identifier; asked in rising order. */
function kindRuns(bytes: Buffer, at: number, count: number): (index: number) => boolean {
  let run = 0;
  let end = count > 0 ? u32(bytes, at) & 0x7fffffff : 0;
  return (index) => {
    while (index >= end && run + 1 < count) {
      run += 1;
      end += u32(bytes, at + run * 4) & 0x7fffffff;
    }
    return u32(bytes, at + run * 4) >>> 31 === 1;
  };
}
