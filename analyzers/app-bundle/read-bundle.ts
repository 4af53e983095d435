import {
  AAB,
  APKM,
  auditHeaders,
  bundletoolVersion,
  findEntry,
  readEntry,
  readJarSignature,
  XAPK,
  type Zip,
} from '../../src/formats/index.ts';
import type { Bundle, BundleKind, Part } from './bundle.ts';
import { readListing } from './read-listing.ts';
import { readModule } from './read-module.ts';
import { readPart } from './read-part.ts';

const MAX_PARTS = 150;

/** Reads all parts of a bundle. `mediaTypes`: as identified. */
export async function readBundle(zip: Zip, mediaTypes: readonly string[]): Promise<Bundle> {
  const kind = kindOf(zip, mediaTypes);
  const config = findEntry(zip, 'BundleConfig.pb');
  return {
    kind,
    parts: kind === 'AAB' ? await readModules(zip) : await readParts(zip),
    listing: kind === 'AAB' ? undefined : await readListing(zip, kind),
    expansions: zip.entries.flatMap(({ name }) => (/\.obb$/i.test(name) ? [name] : [])).slice(0, 100),
    anomalies: [...zip.anomalies, ...(await auditHeaders(zip))],
    bundletool: config && bundletoolVersion((await readEntry(zip, config, 1024 * 1024)).bytes),
  };
}

function kindOf(zip: Zip, mediaTypes: readonly string[]): BundleKind {
  if (mediaTypes.includes(AAB) || findEntry(zip, 'BundleConfig.pb')) return 'AAB';
  if (mediaTypes.includes(XAPK)) return 'XAPK';
  return mediaTypes.includes(APKM) ? 'APKM' : 'APKS';
}

async function readParts(zip: Zip): Promise<Part[]> {
  const parts: Part[] = [];
  const apks = zip.entries.filter(({ name, isFolder }) => !isFolder && /\.apk$/i.test(name));
  for (const entry of apks.slice(0, MAX_PARTS)) parts.push(await readPart(zip, entry));
  return parts;
}

async function readModules(zip: Zip): Promise<Part[]> {
  const jar = await readJarSignature(zip);
  const signers = [...new Set(jar.signers.map(({ certificate }) => certificate.sha256))].sort();
  const parts: Part[] = [];
  const manifests = zip.entries.filter(({ name }) => /^[^/]+\/manifest\/AndroidManifest\.xml$/.test(name));
  for (const entry of manifests.slice(0, MAX_PARTS)) parts.push(await readModule(zip, entry, signers));
  return parts;
}
