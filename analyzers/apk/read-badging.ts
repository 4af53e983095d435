import {
  findEntry,
  openSource,
  readAxml,
  readEntry,
  readResTable,
  readZip,
} from '../../src/formats/index.ts';
import type { App } from './app.ts';
import { readManifest } from './read-manifest.ts';

const MANIFEST_BYTES = 32 * 1024 * 1024;
const TABLE_BYTES = 192 * 1024 * 1024;

/** Manifest and label only, without signatures or contents: the quickest look at an app. Undefined: no manifest. */
export async function readBadging(path: string): Promise<App | undefined> {
  const source = await openSource(path);
  try {
    const zip = await readZip(source);
    const entry = zip && findEntry(zip, 'AndroidManifest.xml');
    if (!zip || !entry) return undefined;
    const { root } = readAxml((await readEntry(zip, entry, MANIFEST_BYTES)).bytes);
    const table = findEntry(zip, 'resources.arsc');
    const bytes = table && (await readEntry(zip, table, TABLE_BYTES)).bytes;
    return root && readManifest(root, bytes && readResTable(bytes));
  } finally {
    await source.close();
  }
}
