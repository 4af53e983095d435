import { findEntry, readEntry, readTableOfContents, type Zip } from '../../src/formats/index.ts';
import type { BundleKind, Listing } from './bundle.ts';

const MAX_BYTES = 8 * 1024 * 1024;

/** `manifest.json` of an XAPK, `info.json` of an APKM, `toc.pb` of an APKS. Undefined: none that can be read. */
export async function readListing(zip: Zip, kind: BundleKind): Promise<Listing | undefined> {
  const path = kind === 'XAPK' ? 'manifest.json' : kind === 'APKM' ? 'info.json' : 'toc.pb';
  const entry = findEntry(zip, path);
  if (!entry) return undefined;
  const { bytes } = await readEntry(zip, entry, MAX_BYTES);
  if (kind === 'APKS') {
    const { packageName, paths } = readTableOfContents(bytes);
    return packageName === undefined && paths.length === 0
      ? undefined
      : { path, package: packageName, parts: paths, ...nothing };
  }
  const json = parse(bytes.toString('utf8'));
  return json && fromJson(path, json);
}

const nothing = { versionCode: undefined, versionName: undefined, label: undefined, permissions: [] };

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The two writers call the same things by different names. */
function fromJson(path: string, json: Readonly<Record<string, unknown>>): Listing {
  const text = (...names: string[]): string | undefined => {
    for (const name of names) {
      const value = json[name];
      if (typeof value === 'string') return value.slice(0, 500);
      if (typeof value === 'number') return String(value);
    }
    return undefined;
  };
  return {
    path,
    package: text('package_name', 'pname'),
    versionCode: text('version_code', 'versioncode'),
    versionName: text('version_name', 'release_version'),
    label: text('name', 'app_name'),
    permissions: listOf(json['permissions']).filter((one) => typeof one === 'string'),
    parts: listOf(json['split_apks']).flatMap((one) => {
      const file = typeof one === 'object' && one !== null ? (one as { file?: unknown }).file : undefined;
      return typeof file === 'string' ? [file.slice(0, 500)] : [];
    }),
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, 2000) : [];
}
