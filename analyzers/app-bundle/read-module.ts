import {
  findEntry,
  protoTexts,
  readEntry,
  readProtoXml,
  type Zip,
  type ZipEntry,
} from '../../src/formats/index.ts';
import type { Part } from './bundle.ts';
import { readDeclared } from './read-declared.ts';

const MANIFEST_BYTES = 16 * 1024 * 1024;
const TABLE_BYTES = 192 * 1024 * 1024;

/** Reads the manifest of a module of an AAB (`<module>/manifest/AndroidManifest.xml`). */
export async function readModule(aab: Zip, entry: ZipEntry, signers: readonly string[]): Promise<Part> {
  const module = entry.name.slice(0, entry.name.indexOf('/'));
  const { root } = readProtoXml((await readEntry(aab, entry, MANIFEST_BYTES)).bytes);
  const table = findEntry(aab, `${module}/resources.pb`);
  const resources = table && (await readEntry(aab, table, TABLE_BYTES)).bytes;
  const declared = root && readDeclared(root, (id) => (resources ? protoTexts(resources, id) : new Map()));
  return {
    path: entry.name,
    bytes: entry.bytes,
    role: declared && (declared.split ?? module),
    declared,
    signers,
    why: declared ? undefined : 'Its manifest cannot be read.',
  };
}
