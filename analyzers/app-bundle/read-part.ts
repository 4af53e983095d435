import {
  type ByteSource,
  findEntry,
  readAxml,
  readEntry,
  readJarSignature,
  readLocalHeader,
  readResTable,
  readSigningBlock,
  readZip,
  resolveTexts,
  sourceOf,
  type Zip,
  type ZipEntry,
} from '../../src/formats/index.ts';
import type { Part } from './bundle.ts';
import { readDeclared } from './read-declared.ts';

const MAX_PART_BYTES = 512 * 1024 * 1024;
const MANIFEST_BYTES = 32 * 1024 * 1024;
const TABLE_BYTES = 192 * 1024 * 1024;

/** Reads the manifest, label and signers of an APK inside a bundle. */
export async function readPart(bundle: Zip, entry: ZipEntry): Promise<Part> {
  const none = { path: entry.name, bytes: entry.bytes, role: undefined, declared: undefined, signers: [] };
  const source = await openInside(bundle, entry);
  const zip = source && (await readZip(source));
  if (!zip) return { ...none, why: source ? 'It is no APK.' : 'It is cut, broken or larger than is read.' };
  const signers = await signersOf(zip);
  const manifest = findEntry(zip, 'AndroidManifest.xml');
  const root = manifest && readAxml((await readEntry(zip, manifest, MANIFEST_BYTES)).bytes).root;
  if (!root) return { ...none, signers, why: 'It has no manifest that could be read.' };
  const table = findEntry(zip, 'resources.arsc');
  const resources = table && readResTable((await readEntry(zip, table, TABLE_BYTES)).bytes);
  const declared = readDeclared(root, (id) => (resources ? resolveTexts(resources, id) : new Map()));
  return {
    ...none,
    signers,
    declared,
    role: declared && (declared.split ?? 'base'),
    why: declared ? undefined : 'Its manifest is none of an app.',
  };
}

/** Stored parts are read where they lie; packed ones are unpacked into memory. */
async function openInside(bundle: Zip, entry: ZipEntry): Promise<ByteSource | undefined> {
  if (entry.method === 0 && entry.bytes === entry.compressedBytes) {
    const { dataOffset } = await readLocalHeader(bundle.source, entry);
    return sliceOf(bundle.source, dataOffset, entry.bytes);
  }
  const { bytes, complete } = await readEntry(bundle, entry, MAX_PART_BYTES);
  return complete ? sourceOf(bytes) : undefined;
}

function sliceOf(source: ByteSource, start: number, length: number): ByteSource {
  const size = Math.max(0, Math.min(length, source.size - start));
  return {
    size,
    read: (offset, bytes) => {
      const from = Math.min(Math.max(0, offset), size);
      return source.read(start + from, Math.min(bytes, size - from));
    },
  };
}

async function signersOf(zip: Zip): Promise<string[]> {
  const block = await readSigningBlock(zip);
  const named = block?.signers.flatMap(({ certificates }) => certificates[0]?.sha256 ?? []) ?? [];
  if (named.length > 0) return [...new Set(named)].sort();
  const jar = await readJarSignature(zip);
  return [...new Set(jar.signers.map(({ certificate }) => certificate.sha256))].sort();
}
