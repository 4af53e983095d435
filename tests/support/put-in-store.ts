import { readdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { openDiskStore } from '../../src/storage/index.ts';

// Puts so many bytes into a store on disk and prints how that ended; with `hang` the bytes never end: the test kills it.
const [folder, bytes, hang] = process.argv.slice(2);
if (folder === undefined || bytes === undefined) throw new Error('which folder, how many bytes?');

async function* someBytes(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < Number(bytes); sent += 65_536) yield Buffer.alloc(65_536, sent % 251);
  if (hang === undefined) return;
  process.stdout.write('hanging\n');
  await wait(600_000);
}

const store = await openDiskStore({ folder });
const outcome = await store.put(someBytes(), { maxBytes: 2 ** 40 }).then(
  (stored) => ({ stored }),
  (error: { code?: string }) => ({ code: error.code }),
);
const left = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((e) =>
  e.isFile(),
).length;
const small = await store.put(small64k(), { maxBytes: 2 ** 40 });
process.stdout.write(`${JSON.stringify({ ...outcome, left, small: small.bytes })}\n`);

async function* small64k(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(65_536, 7);
}
