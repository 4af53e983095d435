import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findEntry, readEntry, readZip, sourceOf } from '../../src/formats/index.ts';
import { type BuiltEntry, buildZip } from '../../tests/support/build-zip.ts';

/**
 * Builds input.apk from the sample `apk`: the same harmless app, packed with the tricks that make analysis tools fail.
 * Usage, from the package root: npx tsx samples/malformed-apk/build.ts
 */
const here = 'samples/malformed-apk';
const original = (await readZip(sourceOf(await readFile('samples/apk/input.apk'))))!;

async function contentOf(name: string): Promise<Buffer> {
  return Buffer.from((await readEntry(original, findEntry(original, name)!, 2 ** 20)).bytes);
}

/** Another first chunk type, a false size in front, and a chunk of an unknown type behind the texts. */
function disturb(manifest: Buffer): Buffer {
  const poolEnd = 8 + manifest.readUInt32LE(12);
  const junk = Buffer.from('3412080010000000deadbeefdeadbeef', 'hex');
  const disturbed = Buffer.concat([manifest.subarray(0, poolEnd), junk, manifest.subarray(poolEnd)]);
  disturbed.writeUInt16LE(0x0000, 0);
  disturbed.writeUInt32LE(0x7fffffff, 4);
  // A text position of -1: of a style's text that nothing uses, appended to the count.
  disturbed.writeUInt32LE(disturbed.readUInt32LE(16) + 0x1000000, 16);
  return disturbed;
}

async function entries(): Promise<BuiltEntry[]> {
  const manifest = disturb(await contentOf('AndroidManifest.xml'));
  const locked = { flags: 1 };
  const invented = { method: 0x8888 };
  const names = original.entries
    .map((entry) => entry.name)
    .filter((name) => name !== 'AndroidManifest.xml' && !name.startsWith('META-INF/'));
  const others = await Promise.all(
    names.map(async (name): Promise<BuiltEntry> => ({ name, content: await contentOf(name) })),
  );
  return [
    { name: 'AndroidManifest.xml', content: manifest, central: invented, local: invented },
    ...others.map((entry) =>
      entry.name === 'classes.dex'
        ? { ...entry, central: locked, local: { ...locked, name: 'classes.txt' } }
        : entry,
    ),
    { name: 'classes.dex', content: Buffer.from('not a program') },
    { name: 'assets/../../../sdcard/note.txt', content: Buffer.from('a harmless line') },
  ];
}

/** A signing block whose size says -1, where a reader looks for one. */
function addFalseSigningBlock(apk: Buffer): Buffer {
  const end = apk.length - 22;
  const directory = apk.readUInt32LE(end + 16);
  const block = Buffer.concat([
    Buffer.alloc(8, 0xff),
    Buffer.alloc(8, 0xff),
    Buffer.from('APK Sig Block 42'),
  ]);
  const out = Buffer.concat([apk.subarray(0, directory), block, apk.subarray(directory)]);
  out.writeUInt32LE(directory + block.length, out.length - 22 + 16);
  return out;
}

await writeFile(join(here, 'input.apk'), addFalseSigningBlock(buildZip(await entries())));
