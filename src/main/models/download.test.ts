import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildSigner } from '../../../tests/support/build-certificate.ts';
import { download } from './download.ts';

const content = Buffer.alloc(300_000, 'model');
const routes: Record<string, (response: ServerResponse) => void> = {
  '/model': (response) => response.writeHead(200, { 'content-length': content.length }).end(content),
  '/moved': (response) => response.writeHead(302, { location: '/model' }).end('gone'),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/to-file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/cut': (response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 1000), () => response.destroy());
  },
  '/endless': (response) => {
    response.writeHead(200);
    const more = (): void => {
      while (response.write(content));
      response.once('drain', more);
    };
    more();
  },
  '/silent': (response) => void response.writeHead(200).write('a'),
  '/missing': (response) => response.writeHead(404).end('no'),
};

let server: Server;
let base = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    response.on('error', () => undefined);
    routes[request.url ?? '']?.(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-download-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const options = { mostBytes: 1_000_000, silentMs: 5000 };
const get = (address: string, changes = {}) =>
  download(address, join(folder, 'bytes'), { ...options, ...changes });

describe('fetching a model', () => {
  it.each(['/model', '/moved'])('counts and hashes while it writes: %s', async (path) => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await get(base + path)).toEqual({ sha256, bytes: content.length });
    expect(readFileSync(join(folder, 'bytes')).equals(content)).toBe(true);
  });

  it.each<[string, string, RegExp, object?]>([
    ['a redirect without end', '/loop', /sends on more than 5 times/],
    ['a redirect to a file', '/to-file', /Only addresses that start with http/],
    ['what breaks off', '/cut', /was not fetched/],
    ['what is announced larger than it may be', '/model', /larger than 100 bytes/, { mostBytes: 100 }],
    ['what never ends', '/endless', /larger than 1000000 bytes/],
    ['a server that falls silent', '/silent', /Nothing came for 0.3 seconds/, { silentMs: 300 }],
    ['an error', '/missing', /answered 404/],
  ])('refuses %s', async (_, path, words, changes = {}) => {
    await expect(get(base + path, changes)).rejects.toThrow(words);
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'data:text/plain,x', 'no address'])(
    'refuses the address %s',
    async (address) => {
      await expect(get(address)).rejects.toThrow('http:// or https://');
      expect(existsSync(join(folder, 'bytes'))).toBe(false);
    },
  );

  it('says in words that nobody answers', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await expect(get(`http://127.0.0.1:${port}/x`)).rejects.toThrow('does not answer (ECONNREFUSED)');
  });

  it('takes nothing from a server whose certificate nobody vouches for, and says what to do', async () => {
    const { certificate, privateKey } = buildSigner('localhost');
    const cert = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const secure = createSecure({ cert, key }, (_, response) => response.end(content)).listen(0, '127.0.0.1');
    await once(secure, 'listening');
    try {
      const { port } = secure.address() as AddressInfo;
      await expect(get(`https://127.0.0.1:${port}/model`)).rejects.toThrow(
        /certificate is not trusted .*NODE_EXTRA_CA_CERTS/,
      );
    } finally {
      secure.close();
    }
  });
});
