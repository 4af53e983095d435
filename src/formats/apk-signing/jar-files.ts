import type { Zip, ZipEntry } from '../zip/zip.ts';
import { type JarSection, readJarSections } from './jar-manifest.ts';
import { readSignedEntry } from './signed-entry.ts';

/** A signature block with its signature file, as they stand in META-INF. */
export interface JarSignerFiles {
  readonly block: ZipEntry;
  /** `undefined`: there is no `.SF` of that name. */
  readonly file: ZipEntry | undefined;
}

/** The files of a v1 signature, read once for all API levels. */
export interface JarFiles {
  readonly entries: readonly ZipEntry[];
  readonly duplicates: readonly string[];
  readonly manifest: ZipEntry | undefined;
  readonly manifestBytes: Buffer;
  readonly main: JarSection | undefined;
  readonly sections: ReadonlyMap<string, JarSection>;
  readonly unnamedSections: number;
  readonly duplicateSections: readonly string[];
  readonly signers: readonly JarSignerFiles[];
  /** Why Android's verifier gives up on the file; undefined: it does not. */
  readonly malformed: string | undefined;
}

const MANIFEST = 'META-INF/MANIFEST.MF';
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
const MAX_SIGNERS = 100;

export async function readJarFiles(zip: Zip): Promise<JarFiles> {
  const entries = zip.entries.filter((entry) => !entry.name.endsWith('/'));
  const byName = new Map<string, ZipEntry>();
  const duplicates = new Set<string>();
  for (const entry of entries)
    if (byName.has(entry.name)) duplicates.add(entry.name);
    else byName.set(entry.name, entry);
  const blocks = entries.filter(({ name }) => /^META-INF\/[\s\S]*\.(RSA|DSA|EC)$/.test(name));
  const manifest = byName.get(MANIFEST);
  const bytes = manifest ? await readSignedEntry(zip, manifest, MAX_MANIFEST_BYTES) : Buffer.alloc(0);
  const readable = Buffer.isBuffer(bytes);
  return {
    entries,
    duplicates: [...duplicates],
    manifest,
    manifestBytes: readable ? bytes : Buffer.alloc(0),
    ...splitManifest(readable ? bytes : Buffer.alloc(0)),
    signers: blocks.slice(0, MAX_SIGNERS).map((block) => ({
      block,
      file: byName.get(`${block.name.slice(0, block.name.lastIndexOf('.'))}.SF`),
    })),
    malformed: readable ? undefined : `${MANIFEST}: ${bytes.why}`,
  };
}

function splitManifest(
  bytes: Buffer,
): Pick<JarFiles, 'main' | 'sections' | 'unnamedSections' | 'duplicateSections'> {
  const sections = new Map<string, JarSection>();
  const duplicateSections: string[] = [];
  let main: JarSection | undefined;
  let unnamedSections = 0;
  for (const section of readJarSections(bytes)) {
    if (!main) main = section;
    else if (section.name === undefined) unnamedSections += 1;
    else if (sections.has(section.name)) duplicateSections.push(section.name);
    else sections.set(section.name, section);
  }
  return { main, sections, unnamedSections, duplicateSections };
}
