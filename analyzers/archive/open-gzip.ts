import { createGunzip } from 'node:zlib';
import { type ByteSource, streamRange } from '../../src/formats/index.ts';
import type { OpenArchive } from './member.ts';

const FLAG_EXTRA = 4;
const FLAG_NAME = 8;

/** Gzip holds one file (RFC 1952): its name, where it was kept, is the name of the child. */
export async function openGzip(source: ByteSource): Promise<OpenArchive> {
  const name = readName(await source.read(0, 66_000));
  return {
    format: 'gzip',
    anomalies: () => [],
    members: (async function* () {
      yield {
        name: name ?? 'unnamed',
        kind: 'file' as const,
        bytes: undefined,
        packedBytes: source.size,
        encrypted: false,
        open: async () => gunzip(source),
      };
    })(),
  };
}

async function* gunzip(source: ByteSource): AsyncGenerator<Buffer> {
  const unpacker = createGunzip({ chunkSize: 256 * 1024 });
  const feed = (async () => {
    for await (const chunk of streamRange(source, 0, source.size)) {
      if (unpacker.destroyed) return;
      if (!unpacker.write(chunk))
        await new Promise<void>((resolve) => {
          unpacker.once('drain', resolve);
          unpacker.once('close', resolve);
        });
    }
    unpacker.end();
  })().catch((error: Error) => void unpacker.destroy(error));
  try {
    for await (const out of unpacker) yield out as Buffer;
  } finally {
    unpacker.destroy();
    await feed;
  }
}

function readName(head: Buffer): string | undefined {
  const flags = head[3] ?? 0;
  if ((flags & FLAG_NAME) === 0) return undefined;
  const start = 10 + ((flags & FLAG_EXTRA) !== 0 ? 2 + (head.length >= 12 ? head.readUInt16LE(10) : 0) : 0);
  const end = head.indexOf(0, start);
  const name = end > start ? head.toString('latin1', start, Math.min(end, start + 1024)) : '';
  return name === '' ? undefined : name;
}
