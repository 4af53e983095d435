import type { MediaType } from '../../contract/index.ts';
import { readEntry } from '../zip/read-entry.ts';
import { findEntry, type Zip } from '../zip/zip.ts';

export const APK = 'application/vnd.android.package-archive';
/** Several APKs of one app in one ZIP. APKPure writes XAPK, bundletool APKS, APKMirror APKM: none has a registered type. */
export const XAPK = 'application/x-xapk';
export const APKS = 'application/x-apks';
export const APKM = 'application/x-apkm';
export const AAB = 'application/x-android-app-bundle';
export const IPA = 'application/x-ios-app';

/** What a ZIP is, from its entries. A plain one is `application/zip`; the more special type stands instead of it. */
export async function nameZip(zip: Zip): Promise<MediaType> {
  const names = zip.entries.map((entry) => entry.name);
  const has = (name: string): boolean => findEntry(zip, name) !== undefined;
  if (has('AndroidManifest.xml')) return APK;
  if (has('BundleConfig.pb') && names.some((name) => name.endsWith('/manifest/AndroidManifest.xml')))
    return AAB;
  if (names.some((name) => /^Payload\/[^/]+\.app\//.test(name))) return IPA;
  const apks = names.some((name) => name.toLowerCase().endsWith('.apk'));
  if (apks && has('toc.pb')) return APKS;
  if (apks && has('info.json') && has('icon.png')) return APKM;
  if (apks && has('manifest.json')) return XAPK;
  if (names.some((name) => /^(splits|standalones)\/[^/]+\.apk$/.test(name))) return APKS;
  return (await nameOffice(zip, names)) ?? (isJar(names) ? 'application/java-archive' : 'application/zip');
}

const openXml: readonly (readonly [string, MediaType])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
];

async function nameOffice(zip: Zip, names: readonly string[]): Promise<MediaType | undefined> {
  if (names.includes('[Content_Types].xml'))
    return openXml.find(([folder]) => names.some((name) => name.startsWith(folder)))?.[1];
  const declared = findEntry(zip, 'mimetype');
  if (!declared || declared.bytes > 100) return undefined;
  const text = (await readEntry(zip, declared, 100)).bytes.toString('latin1').trim();
  const known = /^application\/(epub\+zip|vnd\.oasis\.opendocument\.[a-z-]{1,40})$/.test(text);
  return known ? (text as MediaType) : undefined;
}

function isJar(names: readonly string[]): boolean {
  return names.includes('META-INF/MANIFEST.MF') && names.some((name) => name.endsWith('.class'));
}
