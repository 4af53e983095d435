import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readEntry, readZip, sourceOf } from '../../src/formats/index.ts';
import { buildAxml } from '../support/build-axml.ts';
import { field } from '../support/build-proto.ts';
import { buildTar } from '../support/build-tar.ts';
import { buildZip } from '../support/build-zip.ts';
import { mediaSeeds } from './media-seeds.ts';

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
    ...mediaSeeds(),
    ...textSeeds.map(([name, text]) => ({ name: `built/${name}`, bytes: Buffer.from(text, 'latin1') })),
    { name: 'built/a.pb', bytes: protoManifest() },
    { name: 'built/a.strings', bytes: Buffer.from('"a" = "b";\n/* c */ d = "e";\n') },
  ];
}

/** Short texts in the forms that the analyzer of texts knows. */
const textSeeds: readonly (readonly [name: string, text: string])[] = [
  ['chat.txt', '[01.02.2026, 10:11:12] Anna: Hello\n[01.02.2026, 10:12:13] Bob: https://a.example/b\nmore\n'],
  [
    'chat.html',
    '<div class="message default"><div class="body"><div class="pull_right date details" title="01.02.2026 10:11:12">10:11</div><div class="from_name">Anna</div><div class="text">Hi<br>there</div></div></div>',
  ],
  [
    'page.html',
    '<html><base href="https://a.example"><a href="/b">c</a><form action="d"><input name="e"></form><script>var x="<"</script></html>',
  ],
  [
    'chat.json',
    '{"name":"A","type":"personal_chat","messages":[{"id":1,"type":"message","date":"2026-02-01T10:11:12","from":"Anna","text":["a",{"type":"link","text":"https://a.example"}]}]}',
  ],
  [
    'note.rtf',
    '{\\rtf1\\ansi{\\fonttbl\\f0 A;}\\f0 Hello \\u8364?\\\'e4\\par {\\field{\\*\\fldinst HYPERLINK "https://a.example"}{\\fldrslt b}}}',
  ],
  [
    'letter.eml',
    'From: a@a.example\r\nTo: b@b.example\r\nSubject: =?utf-8?B?SGk=?=\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhello\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+aGk8L2I+\r\n--x--\r\n',
  ],
  [
    'paper.pdf',
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>endobj\n2 0 obj<</Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Annots[<</A<</URI(https://a.example)>>>>]>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF',
  ],
];

/** An element with an attribute and a child, as app bundles write them (Resources.proto, XmlNode). */
function protoManifest(): Buffer {
  const attribute = field(4, [field(2, 'package'), field(3, 'com.example.a')]);
  return field(1, [field(3, 'manifest'), attribute, field(5, field(1, [field(3, 'application')]))]);
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
