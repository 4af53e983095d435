import { type AppFiles, zipAppFiles } from '../../src/apps/index.ts';
import {
  type Anomaly,
  auditHeaders,
  type ByteSource,
  type MobileProvision,
  readMobileProvision,
  readPlist,
  readZip,
  rootDict,
  type Zip,
} from '../../src/formats/index.ts';
import type { Info, IosApp } from './ios-app.ts';
import { readBundles } from './read-bundles.ts';
import { readInfo } from './read-info.ts';
import { readLocalisations } from './read-localisations.ts';

const PLIST_BYTES = 16 * 1024 * 1024;

interface Notes {
  readonly anomalies: { part: string; all: readonly Anomaly[] }[];
  readonly missing: { what: string; why: string }[];
}

/** Opens an IPA and reads what it declares. Undefined: the file is no archive. */
export async function readIosApp(source: ByteSource): Promise<(IosApp & { readonly zip: Zip }) | undefined> {
  const zip = await readZip(source);
  if (!zip) return undefined;
  const roots = [
    ...new Set(zip.entries.flatMap(({ name }) => /^Payload\/[^/]+\.app\//.exec(name)?.[0] ?? [])),
  ];
  const root =
    roots.find((one) => zip.entries.some(({ name }) => name === `${one}Info.plist`)) ?? roots[0] ?? '';
  const files = zipAppFiles(zip, 'ios', root);
  const notes: Notes = {
    anomalies: [{ part: 'zip', all: [...zip.anomalies, ...(await auditHeaders(zip))] }],
    missing: [],
  };
  const info = await readInfoPlist(files, notes);
  const provision = await readProfile(files, notes);
  const bundles = await readBundles(files);
  const otherRoots = roots.filter((one) => one !== root);
  return { zip, root, otherRoots, files, info, provision, bundles, ...notes };
}

/** Of several entries of that name the first that can be read: which one counts is what the trick is about. */
async function readInfoPlist(files: AppFiles, notes: Notes): Promise<Info | undefined> {
  let why = 'There is no such entry.';
  for (const file of files.files.filter(({ inner }) => inner === 'Info.plist').slice(0, 4)) {
    const { bytes } = await files.open(file, PLIST_BYTES);
    const read = readPlist(bytes);
    notes.anomalies.push({ part: 'info-plist', all: read.anomalies });
    const dict = rootDict(read);
    if (dict) return readInfo(dict, bytes, await readLocalisations(files));
    why = 'It is not readable as a property list.';
  }
  notes.missing.push({ what: 'Info.plist', why });
  return undefined;
}

async function readProfile(files: AppFiles, notes: Notes): Promise<MobileProvision | undefined> {
  const file = files.files.find(({ inner }) => inner === 'embedded.mobileprovision');
  if (!file) return undefined;
  const profile = readMobileProvision((await files.open(file, PLIST_BYTES)).bytes);
  if (profile) notes.anomalies.push({ part: 'profile', all: profile.anomalies });
  else
    notes.missing.push({
      what: 'embedded.mobileprovision',
      why: 'It cannot be read as a provisioning profile.',
    });
  return profile;
}
