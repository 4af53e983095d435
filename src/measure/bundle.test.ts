import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packBundle, readBundle } from './bundle.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function readBack(bytes: Uint8Array): Promise<string[]> {
  const path = join(folder, 'bundle');
  writeFileSync(path, bytes);
  const found: string[] = [];
  for await (const picture of readBundle(path)) found.push(Buffer.from(picture).toString());
  return found;
}

it('a bundle gives its pictures back in order', async () => {
  const pictures = ['one', '', 'three'].map((text) => Buffer.from(text));
  expect(await readBack(packBundle(pictures))).toEqual(['one', '', 'three']);
});

it('a bundle that ends early, or lies about a length, gives what is whole', async () => {
  const whole = packBundle([Buffer.from('one'), Buffer.from('two')]);
  expect(await readBack(whole.subarray(0, whole.length - 1))).toEqual(['one']);
  expect(await readBack(Buffer.concat([whole, Buffer.from([0xff, 0xff, 0xff, 0xff, 1])]))).toEqual([
    'one',
    'two',
  ]);
  expect(await readBack(Buffer.alloc(0))).toEqual([]);
});
