import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ByteStore, openS3Store } from '../../src/storage/index.ts';

/** A service that answers like S3 but does to the bytes what `spoil` does. */
let spoil: (bytes: Buffer) => Buffer;
let refuseWith: number | undefined;
let kept: Map<string, Buffer>;
let conditions: (string | undefined)[];
let server: Server;
let spool: string;
let store: ByteStore;

beforeEach(async () => {
  spoil = (bytes) => bytes;
  refuseWith = undefined;
  kept = new Map();
  conditions = [];
  server = createServer(async (request, response) => {
    const key = request.url?.split('?')[0] ?? '';
    const body = await buffer(request);
    if (refuseWith !== undefined) return response.writeHead(refuseWith).end();
    if (request.method === 'PUT') {
      conditions.push(request.headers['if-none-match']);
      if (request.headers['if-none-match'] === '*' && kept.has(key)) return response.writeHead(412).end();
      kept.set(key, spoil(body));
      return response.writeHead(200, { etag: '"x"' }).end();
    }
    const found = kept.get(key);
    if (!found) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-length': found.length }).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  spool = await mkdtemp(join(tmpdir(), 'assay-spool-'));
  const { port } = server.address() as AddressInfo;
  store = await openS3Store({
    bucket: 'b',
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    spool,
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(spool, { recursive: true, force: true });
});

async function* evidence(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('evidence');
}
const put = () => store.put(evidence(), { maxBytes: 100 });

describe('a store in a bucket', () => {
  it('sends the bytes bare: no chunk framing that a service could store as content', async () => {
    const { sha256 } = await put();
    expect([...kept]).toEqual([
      [`/b/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`, Buffer.from('evidence')],
    ]);
  });

  it('does not acknowledge bytes that the service stored otherwise than they were sent', async () => {
    spoil = (bytes) => Buffer.concat([Buffer.from('8\r\n'), bytes, Buffer.from('\r\n0\r\n')]);
    await expect(put()).rejects.toMatchObject({ code: 'storage-unavailable' });
    expect(await readdir(spool)).toEqual([]);
  });

  it('never overwrites an object that is sound, and sends the bytes all the same so that speed tells nothing', async () => {
    await put();
    await put();
    expect(conditions).toEqual(['*', '*']);
  });

  it('does not hand a jail bytes that changed in the bucket', async () => {
    const { sha256 } = await put();
    for (const key of kept.keys()) kept.set(key, Buffer.from('evidencE'));
    await expect(store.materialise(sha256, join(spool, 'input'))).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
    expect(await readdir(spool)).toEqual([]);
  });

  it.each([
    [403, 'storage-unavailable'],
    [503, 'storage-unavailable'],
    [507, 'storage-full'],
  ])('says so when the service answers %i, and keeps nothing', async (status, code) => {
    refuseWith = status;
    await expect(put()).rejects.toMatchObject({ code });
    await expect(store.check()).rejects.toMatchObject({ code });
    expect(await readdir(spool)).toEqual([]);
  });

  it('says so when there is no service', async () => {
    await new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await expect(store.check()).rejects.toMatchObject({ code: 'storage-unavailable' });
  });
});
