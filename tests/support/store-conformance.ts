import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ByteStore } from '../../src/storage/index.ts';

/** A store under test, and what only its maker can do to it. */
export interface StoreUnderTest {
  readonly store: ByteStore;
  /** How many finished objects it holds. */
  count(): Promise<number>;
  /** How many unfinished pieces lie about. */
  leftOvers(): Promise<number>;
  /** Changes stored bytes behind the store's back. */
  damage(sha256: string): Promise<void>;
  close(): Promise<void>;
}

const MAX = { maxBytes: 64 * 1024 * 1024 };
const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What every ByteStore promises, whatever it is built on. */
export function testStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`a store on ${name}`, () => {
    let it_: StoreUnderTest;
    let folder: string;
    beforeAll(async () => {
      it_ = await open();
      folder = await mkdtemp(join(tmpdir(), 'assay-store-'));
    });
    afterAll(async () => {
      await it_.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('gives back exactly the bytes that were put, under their SHA-256', async () => {
      for (const size of [0, 1, 1024 * 1024, 1024 * 1024 + 1, 20 * 1024 * 1024 + 7]) {
        const bytes = randomBytes(size);
        const stored = await it_.store.put(inPieces(bytes, 65_521), MAX);
        expect(stored).toEqual({ sha256: sha256Of(bytes), bytes: size });
        expect(await it_.store.has(stored.sha256)).toBe(true);
        expect(sha256Of(await buffer(await it_.store.read(stored.sha256)))).toBe(stored.sha256);
      }
    });

    it('does not mind when the sender uses its buffer again after each piece', async () => {
      const shared = Buffer.alloc(1000);
      const all = createHash('sha256');
      async function* reusing() {
        for (let i = 0; i < 5000; i++) {
          shared.fill(i % 251);
          all.update(shared);
          yield shared;
        }
      }
      const { sha256 } = await it_.store.put(reusing(), MAX);
      expect(sha256).toBe(all.digest('hex'));
      expect(sha256Of(await buffer(await it_.store.read(sha256)))).toBe(sha256);
    });

    it('stores the same bytes once, also when they come twenty times at once', async () => {
      const bytes = randomBytes(300_000);
      const before = await it_.count();
      const all = await Promise.all(Array.from({ length: 20 }, () => it_.store.put(inPieces(bytes), MAX)));
      expect(new Set(all.map((stored) => stored.sha256))).toEqual(new Set([sha256Of(bytes)]));
      expect(await it_.count()).toBe(before + 1);
    });

    it('refuses what is too large and keeps nothing of it', async () => {
      const before = await it_.count();
      const put = it_.store.put(inPieces(randomBytes(2_000_001)), { maxBytes: 2_000_000 });
      await expect(put).rejects.toMatchObject({ code: 'too-large' });
      expect(await it_.count()).toBe(before);
      expect(await it_.leftOvers()).toBe(0);
    });

    it('refuses bytes that are not what the sender declared and keeps nothing of them', async () => {
      const bytes = randomBytes(100_000);
      const put = it_.store.put(inPieces(bytes), { ...MAX, declared: sha256Of(Buffer.from('other')) });
      await expect(put).rejects.toMatchObject({ code: 'hash-mismatch' });
      expect(await it_.store.has(sha256Of(bytes))).toBe(false);
      expect(await it_.leftOvers()).toBe(0);
    });

    it('keeps nothing when the sender breaks off, and passes the sender’s own error on', async () => {
      async function* breaking() {
        yield randomBytes(3_000_000);
        throw Object.assign(new Error('line went dead'), { code: 'ECONNRESET', syscall: 'read' });
      }
      const before = await it_.count();
      await expect(it_.store.put(breaking(), MAX)).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(await it_.count()).toBe(before);
      expect(await it_.leftOvers()).toBe(0);
    });

    it('stops waiting for a sender that hangs when it is told to', async () => {
      async function* hanging() {
        yield randomBytes(10);
        await wait(600_000, undefined, { ref: false });
      }
      const stop = AbortSignal.timeout(100);
      await expect(it_.store.put(hanging(), { ...MAX, signal: stop })).rejects.toMatchObject({
        name: 'TimeoutError',
      });
      expect(await it_.leftOvers()).toBe(0);
    });

    it('takes a finished file over, and the file is gone from where it was', async () => {
      const bytes = randomBytes(1_500_000);
      const path = join(folder, 'finished');
      await writeFile(path, bytes);
      expect(await it_.store.putFile(path, MAX)).toEqual({ sha256: sha256Of(bytes), bytes: bytes.length });
      await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
      expect(sha256Of(await buffer(await it_.store.read(sha256Of(bytes))))).toBe(sha256Of(bytes));
    });

    it('leaves a refused file where it was, for whoever owns it to remove', async () => {
      const path = join(folder, 'refused');
      await writeFile(path, randomBytes(5000));
      const declared = sha256Of(Buffer.from('other'));
      await expect(it_.store.putFile(path, { ...MAX, declared })).rejects.toMatchObject({
        code: 'hash-mismatch',
      });
      await expect(it_.store.putFile(path, { maxBytes: 4999 })).rejects.toMatchObject({ code: 'too-large' });
      expect((await stat(path)).size).toBe(5000);
    });

    it('makes a read-only local file for a jail', async () => {
      const bytes = randomBytes(200_000);
      const { sha256 } = await it_.store.put(inPieces(bytes), MAX);
      const path = join(folder, 'in-jail');
      await it_.store.materialise(sha256, path);
      expect(sha256Of(await readFile(path))).toBe(sha256);
      expect((await stat(path)).mode & 0o222).toBe(0);
    });

    it('says not-found for bytes it does not have', async () => {
      const missing = sha256Of(Buffer.from('never stored'));
      expect(await it_.store.has(missing)).toBe(false);
      await expect(it_.store.read(missing)).rejects.toMatchObject({ code: 'not-found' });
      await expect(it_.store.materialise(missing, join(folder, 'none'))).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it.each(['../../etc/passwd', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}\n`, ''])(
      'refuses %j as a hash before it becomes a path',
      async (hostile) => {
        for (const attempt of [
          () => it_.store.read(hostile),
          () => it_.store.has(hostile),
          () => it_.store.remove(hostile),
          () => it_.store.materialise(hostile, join(folder, 'hostile')),
        ]) {
          await expect(attempt()).rejects.toMatchObject({ code: 'bad-request' });
        }
      },
    );

    it('heals stored bytes that were cut short when the true ones come again', async () => {
      const bytes = randomBytes(150_000);
      const { sha256 } = await it_.store.put(inPieces(bytes), MAX);
      await it_.damage(sha256);
      await it_.store.put(inPieces(bytes), MAX);
      expect(sha256Of(await buffer(await it_.store.read(sha256)))).toBe(sha256);
    });

    it('forgets bytes on removal, twice without complaint', async () => {
      const { sha256 } = await it_.store.put(inPieces(randomBytes(1000)), MAX);
      await it_.store.remove(sha256);
      await it_.store.remove(sha256);
      expect(await it_.store.has(sha256)).toBe(false);
    });

    it('says that it works', async () => {
      await it_.store.check();
    });
  });
}

async function* inPieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
