import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { writeCart } from './cart.ts';
import { writeInfectedZip } from './infected-zip.ts';
import { rc4 } from './rc4.ts';

const run = promisify(execFile);
const BYTES = Buffer.concat([randomBytes(300_000), Buffer.alloc(200_000, 'x')]);
const HASH = createHash('sha256').update(BYTES).digest('hex');

async function* inChunks(bytes: Buffer, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield randomBytes(1000);
  throw new Error('disk gone');
}

describe('ZIP with password infected', () => {
  it.each(['zipcrypto', 'aes'] as const)('opens with the password and only with it (%s)', async (cipher) => {
    const zip = await gather(writeInfectedZip(inChunks(BYTES), { sha256: HASH, cipher }));
    expect(zip.includes(BYTES.subarray(0, 64))).toBe(false);
    const reader = new ZipReader(new Uint8ArrayReader(zip), { useWebWorkers: false });
    const [entry] = await reader.getEntries();
    if (entry === undefined || entry.directory) throw new Error('no file in the zip');
    expect([entry.filename, entry.encrypted]).toEqual([`${HASH}.bin`, true]);
    const out = await entry.getData(new Uint8ArrayWriter(), { password: 'infected' });
    expect(Buffer.from(out).equals(BYTES)).toBe(true);
    await expect(entry.getData(new Uint8ArrayWriter(), { password: 'other' })).rejects.toThrow();
    await expect(entry.getData(new Uint8ArrayWriter())).rejects.toThrow();
  });

  it('opens with Python, whose zipfile knows only the oldest cipher', async ({ skip }) => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-zip-'));
    try {
      await writeFile(
        join(folder, 'x.zip'),
        await gather(writeInfectedZip(inChunks(BYTES), { sha256: HASH })),
      );
      const script =
        'import sys,zipfile,hashlib;z=zipfile.ZipFile(sys.argv[1]);print(hashlib.sha256(z.read(z.namelist()[0],pwd=b"infected")).hexdigest())';
      const { stdout } = await run('python3', ['-c', script, join(folder, 'x.zip')]).catch(
        (error: unknown) => {
          if ((error as { code?: string }).code === 'ENOENT') skip('python3 is not installed');
          throw error;
        },
      );
      expect(stdout.trim()).toBe(HASH);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is the same for the same artefact but for the salt, and never holds a whole file', async () => {
    let produced = 0;
    async function* large(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 400; n++) {
        produced += 65_536;
        yield randomBytes(65_536);
      }
    }
    let received = 0;
    let furthest = 0;
    for await (const chunk of writeInfectedZip(large(), { sha256: HASH })) {
      received += chunk.length;
      furthest = Math.max(furthest, produced - received);
    }
    expect(furthest).toBeLessThan(4 * 1024 * 1024);
  });

  it('breaks with the source, so that a cut download is never taken for whole', async () => {
    await expect(gather(writeInfectedZip(broken(), { sha256: HASH }))).rejects.toThrow('disk gone');
  });

  it('ends the source when the reader leaves early', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield randomBytes(65_536);
      } finally {
        ended = true;
      }
    }
    for await (const _ of writeInfectedZip(endless(), { sha256: HASH })) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ended).toBe(true);
  });
});

describe('CaRT', () => {
  it('enciphers by RC4 as its published vectors say', () => {
    const sealed = (key: string, text: string) =>
      Buffer.from(rc4(Buffer.from(key))(Buffer.from(text))).toString('hex');
    expect(sealed('Key', 'Plaintext')).toBe('bbf316e8d940af0ad3');
    expect(sealed('Wiki', 'pedia')).toBe('1021bf0420');
  });

  it('is laid out as the specification says and holds the bytes and their hash', async () => {
    const cart = await gather(writeCart(inChunks(BYTES), { sha256: HASH }));
    expect([cart.toString('latin1', 0, 4), cart.readInt16LE(4), cart.readBigUInt64LE(6)]).toEqual([
      'CART',
      1,
      0n,
    ]);
    const key = cart.subarray(14, 30);
    const headerLength = Number(cart.readBigUInt64LE(30));
    const footer = cart.subarray(-28);
    expect(footer.toString('latin1', 0, 4)).toBe('TRAC');
    const footerAt = Number(footer.readBigUInt64LE(12));
    const footerLength = Number(footer.readBigUInt64LE(20));
    expect(footerAt + footerLength + 28).toBe(cart.length);
    const open = (from: number, to: number) => Buffer.from(rc4(key)(cart.subarray(from, to)));
    expect(open(38, 38 + headerLength).toString()).toBe(`{"name":"${HASH}.bin"}`);
    expect(inflateSync(open(38 + headerLength, footerAt)).equals(BYTES)).toBe(true);
    expect(JSON.parse(open(footerAt, footerAt + footerLength).toString())).toEqual({
      length: '500000',
      sha256: HASH,
    });
  });

  it('breaks with the source', async () => {
    await expect(gather(writeCart(broken(), { sha256: HASH }))).rejects.toThrow('disk gone');
  });
});
