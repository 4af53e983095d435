import { decodeText } from '../../analyzers/text/decode-text.ts';
import { readDocument } from '../../analyzers/text/read-document.ts';
import { readHtml } from '../../analyzers/text/read-html.ts';
import { readMail } from '../../analyzers/text/read-mail.ts';
import { readRtf } from '../../analyzers/text/read-rtf.ts';
import { readTelegramHtml, readTelegramJson } from '../../analyzers/text/read-telegram.ts';
import { readWhatsApp } from '../../analyzers/text/read-whatsapp.ts';
import { scanPdf } from '../../analyzers/text/scan-pdf.ts';
import * as formats from '../../src/formats/index.ts';

/** One reader under fuzz: which seeds are of its kind, and how all that it offers is used on bytes. */
export interface FuzzedReader {
  readonly name: string;
  takes(name: string, bytes: Buffer): boolean;
  run(bytes: Buffer): unknown;
}

const u32 = (bytes: Buffer): number => (bytes.length >= 4 ? bytes.readUInt32LE(0) : 0);
const ZIP = 0x04034b50;
const isZip = (_: string, bytes: Buffer): boolean => u32(bytes) === ZIP || bytes.includes('PK\x05\x06');
const isDer = (_: string, bytes: Buffer): boolean => bytes[0] === 0x30 && ((bytes[1] ?? 0) & 0x80) !== 0;
const isPlist = (name: string, bytes: Buffer): boolean =>
  bytes.subarray(0, 6).equals(Buffer.from('bplist')) || /\.(plist|mobileconfig)$/.test(name);
const isMach = (_: string, bytes: Buffer): boolean =>
  [0xfeedface, 0xfeedfacf, 0xcafebabe, 0xcefaedfe, 0xcffaedfe, 0xbebafeca].includes(u32(bytes));
const isElf = (_: string, bytes: Buffer): boolean => u32(bytes) === 0x464c457f;
const isPicture = (_: string, bytes: Buffer): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xd8) || bytes.toString('latin1', 1, 4) === 'PNG';
const isContainer = (_: string, bytes: Buffer): boolean =>
  ['RIFF', '\x1aE\xdf\xa3'].includes(bytes.toString('latin1', 0, 4)) ||
  bytes.toString('latin1', 4, 8) === 'ftyp';
const isCredential = (_: string, bytes: Buffer): boolean => bytes.includes('c2pa', 0, 'latin1');
const isText = (name: string): boolean => /\.(MF|SF|strings|txt|json|js)$/.test(name);
const isWords = (name: string): boolean => /\.(txt|html|htm|rtf|json|eml|md)$/.test(name);
const drain = (items: Iterable<unknown>): void => {
  for (const _ of items);
};

async function readWholeZip(bytes: Buffer): Promise<void> {
  const zip = await formats.readZip(formats.sourceOf(bytes));
  if (!zip) return;
  await formats.auditHeaders(zip);
  for (const entry of zip.entries.slice(0, 50)) await formats.readEntry(zip, entry, 1024 * 1024);
}

async function verifySignatures(bytes: Buffer): Promise<void> {
  const zip = await formats.readZip(formats.sourceOf(bytes));
  if (!zip) return;
  await formats.readJarSignature(zip);
  const apk = formats.openApk(zip, await formats.readSigningBlock(zip), {
    minSdk: 1,
    targetSdk: 30,
    targetSandbox: 1,
  });
  for (const range of [
    { minSdk: 1, maxSdk: 17 },
    { minSdk: 24, maxSdk: 27 },
    { minSdk: 33, maxSdk: 0x7fffffff },
  ])
    await formats.verifyApk(apk, range);
  for (const scheme of ['v1', 'v2', 'v3', 'v3.1'] as const) await formats.checkScheme(apk, scheme);
  await formats.verifyStamp(apk, { minSdk: 1, maxSdk: 0x7fffffff });
}

function readTable(bytes: Buffer): void {
  const table = formats.readResTable(bytes);
  drain(formats.resourceStrings(table));
  formats.resourceNames(table);
  for (let id = 0x7f010000; id < 0x7f010020; id++) formats.resolveTexts(table, id);
}

function readCode(bytes: Buffer): void {
  for (const dex of formats.readDexFile(bytes).parts) {
    formats.scanCode(dex, {
      class: () => {},
      string: (index) => formats.stringAt(dex, index),
      invoke: (method) => formats.signatureAt(dex, method),
      create: (type) => formats.typeAt(dex, type),
      staticField: () => {},
    });
    const values = formats.valueBudget(dex);
    for (const one of formats.classesOf(dex)) {
      formats.eachStaticString(dex, one.valuesOffset, values, () => {});
      drain(formats.annotationsOf(dex, one.annotationsOffset, values));
    }
  }
}

function readMach(bytes: Buffer): void {
  const mach = formats.readMachO(bytes);
  for (const image of mach?.images ?? [])
    drain(formats.machStrings(bytes, image, { least: 4, strings: 20_000, bytes: 4_000_000 }));
}

function readBundle(bytes: Buffer): void {
  formats.readProtoXml(bytes);
  formats.bundletoolVersion(bytes);
  formats.readTableOfContents(bytes);
  formats.protoTexts(bytes, 0x7f010000);
}

function checkIdsig(bytes: Buffer): void {
  const idsig = formats.readIdsig(bytes);
  if (idsig) formats.verifyIdsig(idsig);
}

async function decryptEntries(bytes: Buffer): Promise<void> {
  const zip = await formats.readZip(formats.sourceOf(bytes));
  for (const entry of zip?.entries.slice(0, 10) ?? []) {
    const lock = formats.lockOf({ ...entry, flags: 1 });
    if (lock) formats.openLock(lock, 'password', bytes.subarray(0, 30), entry);
  }
}

/** Each form of text is tried on every text, as its analyzer would were it named so. */
function readTexts(bytes: Buffer): void {
  const { text } = decodeText(bytes);
  readWhatsApp(text);
  readTelegramHtml(text);
  readHtml(text);
  readRtf(text);
  readDocument(bytes, ['text/plain']);
  readDocument(bytes, ['application/json']);
}

function readChat(bytes: Buffer): void {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    return;
  }
  readTelegramJson(value);
}

/** The readers of pictures' and films' structure, each on the bytes as they are. */
function readPicture(bytes: Buffer): void {
  const jpeg = formats.readJpeg(bytes);
  if (jpeg) {
    const payloads = formats.readPayloads(jpeg);
    payloads.exif.map(formats.readExif);
    payloads.xmp.map(formats.readXmp);
    if (payloads.photoshop) formats.readIptc(payloads.photoshop);
    formats.isStandardHuffman(jpeg.huffmanTables);
  }
  const png = formats.readPng(bytes);
  if (png?.exif) formats.readExif(png.exif);
  for (const { text } of png?.texts ?? []) formats.readXmp(text);
}

async function readContainer(bytes: Buffer): Promise<void> {
  const source = formats.sourceOf(bytes);
  const riff = await formats.readRiff(source);
  if (riff) await formats.readRiffInfo(source, riff);
  await formats.readWebmInfo(source);
  const boxes = await formats.readIsoBoxes(source);
  if (boxes) await formats.readMovie(source, boxes);
}

/** Credentials wherever they may stand, checked against the file. */
async function checkCredentials(bytes: Buffer): Promise<void> {
  const source = formats.sourceOf(bytes);
  const jpeg = formats.readJpeg(bytes);
  const png = formats.readPng(bytes);
  const boxes = await formats.readIsoBoxes(source);
  const store = (jpeg && formats.storeInJpeg(jpeg)) ??
    (png && formats.storeInPng(png)) ??
    (boxes && (await formats.storeInBoxes(source, boxes.boxes))) ??
    (await formats.storeInMp3(source)) ?? { bytes, ranges: [] };
  await formats.verifyC2pa(
    store.bytes,
    { source, store: store.ranges, ...(boxes ? { boxes: boxes.boxes } : {}) },
    { claims: [], times: [] },
  );
}

/** Every reader of `src/formats` and of texts, one line each: whoever adds a reader adds its line. */
export const fuzzedReaders: readonly FuzzedReader[] = [
  { name: 'picture', takes: isPicture, run: readPicture },
  { name: 'container', takes: isContainer, run: readContainer },
  { name: 'c2pa', takes: isCredential, run: checkCredentials },
  { name: 'cbor', takes: isCredential, run: formats.readCbor },
  {
    name: 'tiff',
    takes: (_, bytes) => /^(II\*\0|MM\0\*)/.test(bytes.toString('latin1', 0, 4)),
    run: formats.readExif,
  },
  { name: 'zip', takes: isZip, run: readWholeZip },
  { name: 'apk-signing', takes: isZip, run: verifySignatures },
  { name: 'axml', takes: (_, bytes) => (u32(bytes) & 0xffff) === 3, run: formats.readAxml },
  { name: 'arsc', takes: (_, bytes) => (u32(bytes) & 0xffff) === 2, run: readTable },
  { name: 'dex', takes: (_, bytes) => u32(bytes) === 0x0a786564, run: readCode },
  {
    name: 'elf',
    takes: isElf,
    run: (bytes) => {
      const elf = formats.readElf(bytes);
      if (elf) drain(formats.elfStrings(bytes, elf));
    },
  },
  { name: 'macho', takes: isMach, run: readMach },
  {
    name: 'hermes',
    takes: (_, bytes) => formats.isHermes(bytes),
    run: (bytes) => drain(formats.readHermes(bytes)?.strings() ?? []),
  },
  { name: 'plist', takes: isPlist, run: (bytes) => formats.plistToJson(formats.readPlist(bytes).root) },
  { name: 'strings-table', takes: (name) => name.endsWith('.strings'), run: formats.readStringsTable },
  {
    name: 'mobile-provision',
    takes: (name, bytes) => isDer(name, bytes) || isPlist(name, bytes),
    run: formats.readMobileProvision,
  },
  { name: 'app-bundle', takes: (name) => name.endsWith('.pb'), run: readBundle },
  { name: 'idsig', takes: (name) => name.endsWith('.idsig'), run: checkIdsig },
  { name: 'zip-lock', takes: isZip, run: decryptEntries },
  { name: 'masked', takes: () => true, run: formats.unmask },
  { name: 'text', takes: isWords, run: readTexts },
  { name: 'telegram', takes: (name) => name.endsWith('.json'), run: readChat },
  { name: 'mail', takes: (name) => name.endsWith('.eml'), run: readMail },
  { name: 'pdf', takes: (name) => name.endsWith('.pdf'), run: scanPdf },
  { name: 'certificate', takes: isDer, run: formats.readCertificate },
  { name: 'pkcs7', takes: isDer, run: formats.readSignedData },
  { name: 'cms', takes: isDer, run: (bytes) => formats.readCms(bytes, bytes) },
  { name: 'png', takes: (name) => name.endsWith('.png'), run: formats.uncrushPng },
  { name: 'sniff', takes: () => true, run: (bytes) => formats.sniff(formats.sourceOf(bytes)) },
  {
    name: 'tar',
    takes: (name) => name.endsWith('.tar'),
    run: async (bytes) => {
      for await (const _ of formats.readTar(formats.sourceOf(bytes)));
    },
  },
  {
    name: 'dotnet',
    takes: (name, bytes) => bytes.includes('BSJB') || /\.(dll|blob)$/.test(name),
    run: (bytes) => {
      for (const one of formats.unpackAssemblies(bytes, 8_000_000)) formats.findDotnetAssemblies(one.bytes);
    },
  },
  {
    name: 'flutter',
    takes: isElf,
    run: (bytes) => {
      formats.findDartSnapshots(bytes);
      drain(formats.dartStrings(bytes));
    },
  },
  {
    name: 'unity',
    takes: (_, bytes) => u32(bytes) === 0xfab11baf,
    run: (bytes) => drain(formats.readUnityMetadata(bytes)?.literals() ?? []),
  },
  { name: 'lz4', takes: (name) => isText(name), run: (bytes) => formats.unpackLz4(bytes, 1_000_000) },
  {
    name: 'printable-strings',
    takes: () => true,
    run: (bytes) => {
      drain(formats.printableStrings(bytes));
      drain(formats.wideStrings(bytes));
    },
  },
];
