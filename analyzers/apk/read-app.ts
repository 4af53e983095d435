import {
  type Anomaly,
  auditHeaders,
  type ByteSource,
  findEntry,
  type ResTable,
  readAxml,
  readEntry,
  readResTable,
  readSigningLevels,
  readZip,
  type SigningLevels,
  type Zip,
  type ZipEntry,
} from '../../src/formats/index.ts';
import type { App } from './app.ts';
import type { Part } from './judge-structure.ts';
import { readManifest } from './read-manifest.ts';

const MANIFEST_BYTES = 32 * 1024 * 1024;
const TABLE_BYTES = 192 * 1024 * 1024;
const MAX_ENTRIES = 65_536;
/** The code, the contents, the fingerprints and the rules all go through the same files. */
const KEEP_BYTES = 48 * 1024 * 1024;

export interface ReadApp {
  readonly zip: Zip;
  /** Undefined: there is no manifest that could be read. */
  readonly app: App | undefined;
  /** Undefined: there is no resource table. */
  readonly table: ResTable | undefined;
  /** What the manifest says that decides which signatures count. */
  readonly levels: SigningLevels;
  readonly anomalies: readonly { readonly part: Part; readonly all: readonly Anomaly[] }[];
  /** What could not be read, and why. */
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

/** Opens a package and reads its manifest and resources. Undefined: the file holds no package at all. */
export async function readApp(source: ByteSource): Promise<ReadApp | undefined> {
  const zip = await readZip(source, { maxEntries: MAX_ENTRIES, keepBytes: KEEP_BYTES });
  if (!zip) return undefined;
  const missing: { what: string; why: string }[] = [];
  const tableEntry = findEntry(zip, 'resources.arsc');
  const table = tableEntry && (await readTable(zip, tableEntry, missing));
  const manifest = await readRoot(zip);
  if (!manifest.root) missing.push({ what: 'AndroidManifest.xml', why: manifest.why });
  return {
    zip,
    app: manifest.root && readManifest(manifest.root, table),
    table,
    levels: readSigningLevels(manifest.root),
    anomalies: [
      { part: 'zip', all: [...zip.anomalies, ...(await auditHeaders(zip))] },
      { part: 'manifest', all: manifest.anomalies },
      { part: 'resources', all: table?.anomalies ?? [] },
    ],
    missing,
  };
}

async function readTable(
  zip: Zip,
  entry: ZipEntry,
  missing: { what: string; why: string }[],
): Promise<ResTable> {
  const { bytes, complete } = await readEntry(zip, entry, TABLE_BYTES);
  if (!complete)
    missing.push({ what: 'part of resources.arsc', why: 'It is cut, broken, or larger than is read.' });
  return readResTable(bytes);
}

type Root = Pick<ReturnType<typeof readAxml>, 'root' | 'anomalies'> & { readonly why: string };

/** Of several manifests the first that can be read: which one a reader takes is what the trick is about. */
async function readRoot(zip: Zip): Promise<Root> {
  const entries = zip.entries.filter((entry) => entry.name === 'AndroidManifest.xml').slice(0, 4);
  let last: Root = { root: undefined, anomalies: [], why: 'There is no such entry.' };
  for (const entry of entries) {
    const { bytes } = await readEntry(zip, entry, MANIFEST_BYTES);
    const { root, anomalies } = readAxml(bytes);
    last = { root, anomalies, why: 'It is not readable as Android’s binary XML.' };
    if (root?.name === 'manifest') return last;
  }
  return last;
}
