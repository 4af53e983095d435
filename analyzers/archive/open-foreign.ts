import type { ByteSource } from '../../src/formats/index.ts';
import type { Member, OpenArchive } from './member.ts';

/** libarchive works in memory, packed and unpacked: larger archives and members are not opened. */
export const FOREIGN_BYTES = 256 * 1024 * 1024;

/** The parts of libarchive.js that are used here; its own types name browser classes. */
interface Library {
  readonly Archive: { open(file: Blob): Promise<Reader> };
}
interface Reader {
  hasEncryptedData(): Promise<boolean | null>;
  getFilesArray(): Promise<readonly { readonly file: Compressed; readonly path: string }[]>;
  close(): Promise<void>;
}
interface Compressed {
  readonly name: string;
  readonly size: number;
  extract(): Promise<Blob>;
}

export interface ForeignArchive extends OpenArchive {
  readonly locked: boolean;
  close(): Promise<void>;
}

/**
 * Opens 7z, RAR, CAB and packed tar archives with libarchive, compiled to WebAssembly. Undefined: it cannot read this
 * one. `close` it: it keeps a thread.
 */
export async function openForeign(source: ByteSource, format: string): Promise<ForeignArchive | undefined> {
  if (source.size > FOREIGN_BYTES) return undefined;
  // A name in a variable: the package's own types need a browser's.
  const name = 'libarchive.js/dist/libarchive-node.mjs';
  const { Archive } = (await import(name)) as Library;
  let reader: Reader;
  try {
    reader = await Archive.open(new Blob([new Uint8Array(await source.read(0, source.size))]));
  } catch {
    return undefined;
  }
  const locked = (await reader.hasEncryptedData().catch(() => null)) === true;
  const files = await reader.getFilesArray().catch(() => []);
  return {
    format,
    locked,
    anomalies: () => [],
    members: listMembers(files),
    close: () => reader.close().catch(() => {}),
  };
}

async function* listMembers(
  files: readonly { readonly file: Compressed; readonly path: string }[],
): AsyncGenerator<Member> {
  for (const { file, path } of files)
    yield {
      name: path + file.name,
      kind: 'file',
      // It counts in 32 bits with a sign: 2 GiB and more come out negative.
      bytes: file.size < 0 ? undefined : file.size,
      packedBytes: undefined,
      encrypted: false,
      open: async () => {
        if (file.size < 0 || file.size > FOREIGN_BYTES)
          throw new Error(`It declares more than the ${FOREIGN_BYTES} bytes that are unpacked in memory.`);
        return once(new Uint8Array(await (await file.extract()).arrayBuffer()));
      },
    };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
