import { i32, u32 } from '../view.ts';

export interface UnityLiteral {
  readonly text: string;
  readonly offset: number;
}

/** `global-metadata.dat` of Unity's IL2CPP: every text constant of the program's own C# code. */
export interface UnityMetadata {
  readonly version: number;
  /** False: the tables are not where they should be, as when the game encrypts them. */
  readonly readable: boolean;
  literals(): Generator<UnityLiteral>;
}

const MAGIC = 0xfab11baf;
const MAX_LITERALS = 500_000;

interface Tables {
  readonly entries: number;
  readonly count: number;
  readonly entryBytes: number;
  readonly data: number;
  readonly dataBytes: number;
}

/**
 * Reads the header (Unity's il2cpp, `GlobalMetadataFileInternals.h`). Before version 38 a table is told by offset and
 * bytes; since then by offset, bytes and count, and an entry holds only where its text begins. Undefined: no such file.
 */
export function readUnityMetadata(bytes: Buffer): UnityMetadata | undefined {
  if (u32(bytes, 0) !== MAGIC) return undefined;
  const version = i32(bytes, 4);
  const tables = version >= 38 ? newTables(bytes) : oldTables(bytes);
  const readable =
    version > 0 &&
    version < 200 &&
    tables.count > 0 &&
    tables.entries + tables.count * tables.entryBytes <= bytes.length &&
    tables.data + tables.dataBytes <= bytes.length;
  return {
    version,
    readable,
    *literals() {
      if (readable) yield* readLiterals(bytes, tables);
    },
  };
}

function oldTables(bytes: Buffer): Tables {
  const [entries, size, data, dataBytes] = [8, 12, 16, 20].map((at) => u32(bytes, at)) as [
    number,
    number,
    number,
    number,
  ];
  return { entries, count: Math.floor(size / 8), entryBytes: 8, data, dataBytes };
}

function newTables(bytes: Buffer): Tables {
  return {
    entries: u32(bytes, 8),
    count: u32(bytes, 16),
    entryBytes: 4,
    data: u32(bytes, 20),
    dataBytes: u32(bytes, 24),
  };
}

function* readLiterals(bytes: Buffer, tables: Tables): Generator<UnityLiteral> {
  const { entries, entryBytes, data, dataBytes } = tables;
  let budget = dataBytes * 2 + 65_536;
  for (let index = 0; index < Math.min(tables.count, MAX_LITERALS); index++) {
    const at = entries + index * entryBytes;
    const start = u32(bytes, entryBytes === 8 ? at + 4 : at);
    const next = index + 1 < tables.count ? u32(bytes, at + entryBytes) : dataBytes;
    const length = entryBytes === 8 ? u32(bytes, at) : Math.max(0, next - start);
    budget -= length;
    if (start + length > dataBytes || budget < 0) continue;
    yield { text: bytes.toString('utf8', data + start, data + start + length), offset: data + start };
  }
}
