import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readEntry, readZip, sourceOf } from '../../src/formats/index.ts';
import { buildAxml } from '../support/build-axml.ts';
import { buildTar } from '../support/build-tar.ts';
import { buildZip } from '../support/build-zip.ts';

/** Bytes to begin from, with the name they had. */
export interface Seed {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Small honest files that tests can build: every reader has something to read without any file on disk. */
export function builtSeeds(): Seed[] {
  const manifest = buildAxml({
    name: 'manifest',
    attributes: [{ name: 'package', value: 'com.example.a' }],
    children: [{ name: 'application', attributes: [{ name: 'debuggable', id: 0x0101000f, value: true }] }],
  });
  const text = Buffer.from('Manifest-Version: 1.0\r\n\r\nName: a\r\nSHA-256-Digest: AAAA\r\n');
  const zip = buildZip([
    { name: 'AndroidManifest.xml', content: manifest, deflate: true },
    { name: 'META-INF/MANIFEST.MF', content: text },
  ]);
  const plist = Buffer.from(
    '<?xml version="1.0"?><plist version="1.0"><dict><key>a</key><array><integer>1</integer></array></dict></plist>',
  );
  return [
    { name: 'built/manifest.xml', bytes: manifest },
    { name: 'built/MANIFEST.MF', bytes: text },
    { name: 'built/a.zip', bytes: zip },
    { name: 'built/a.plist', bytes: plist },
    { name: 'built/a.tar', bytes: buildTar([{ name: 'a', content: text }]) },
    { name: 'built/a.strings', bytes: Buffer.from('"a" = "b";\n/* c */ d = "e";\n') },
  ];
}

/** All files of a folder, and what is packed in those that are archives, none larger than `maxBytes`. */
export async function seedsIn(folder: string, maxBytes: number, maxSeeds = 20_000): Promise<Seed[]> {
  const seeds: Seed[] = [];
  for (const path of await listFiles(folder)) {
    if (seeds.length >= maxSeeds) break;
    if ((await stat(path)).size > 16 * maxBytes) continue;
    const bytes = await readFile(path);
    if (bytes.length <= maxBytes) seeds.push({ name: path, bytes });
    seeds.push(...(await entriesOf(path, bytes, maxBytes)));
  }
  return seeds;
}

async function listFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort();
}

async function entriesOf(path: string, bytes: Buffer, maxBytes: number): Promise<Seed[]> {
  const zip = bytes.includes('PK\x05\x06') ? await readZip(sourceOf(bytes)) : undefined;
  const seeds: Seed[] = [];
  for (const entry of zip?.entries.slice(0, 60) ?? []) {
    if (entry.isFolder || entry.bytes > maxBytes || entry.bytes === 0 || !zip) continue;
    seeds.push({ name: `${path}!${entry.name}`, bytes: (await readEntry(zip, entry, maxBytes)).bytes });
  }
  return seeds;
}
