import type { Certificate } from '../certificate.ts';
import type { Zip } from '../zip/zip.ts';
import { digestsToCheck } from './jar-digests.ts';
import { type JarFiles, readJarFiles } from './jar-files.ts';
import { type EntryDigester, entryDigester } from './signed-entry.ts';
import { type IssueLog, issueLog } from './signing-issue.ts';
import type { SchemeVerdict } from './verify-block-scheme.ts';
import type { Range } from './verify-block-signer.ts';
import {
  type JarSigner,
  openJarSigner,
  type Schemes,
  verifyJarBlock,
  verifyJarFile,
} from './verify-jar-signer.ts';

/** All that v1 verification needs, read once for every range of API levels. */
export interface JarInput {
  readonly files: JarFiles;
  readonly signers: readonly JarSigner[];
  readonly digester: EntryDigester;
}

export interface JarVerdict extends SchemeVerdict {
  readonly scheme: 'v1';
  /** Who signed every protected entry: entry of the signature block, and certificate. */
  readonly signers: readonly { readonly entry: string; readonly certificate: Certificate }[];
}

const MAX_SIGNERS = 10;

export async function openJar(zip: Zip): Promise<JarInput> {
  const files = await readJarFiles(zip);
  const signers: JarSigner[] = [];
  for (const one of files.signers) if (one.file) signers.push(await openJarSigner(zip, one));
  return { files, signers, digester: entryDigester(zip) };
}

/**
 * JAR signatures (v1) as Android checks them: the block over the signature file, that over the manifest, that over every
 * entry outside META-INF; every entry must be signed by the same signers.
 */
export async function verifyJar(jar: JarInput, range: Range, schemes: Schemes): Promise<JarVerdict> {
  const log = issueLog();
  const signers = await verifySteps(jar, range, schemes, log);
  return { scheme: 'v1', verified: !log.failed, issues: log.all, signers: log.failed ? [] : signers };
}

interface Candidate {
  readonly signer: JarSigner;
  readonly certificate: Certificate;
  names: ReadonlySet<string>;
}

async function verifySteps(
  { files, signers, digester }: JarInput,
  range: Range,
  schemes: Schemes,
  log: IssueLog,
): Promise<JarVerdict['signers']> {
  checkFiles(files, signers, log);
  if (log.failed) return [];
  const candidates: Candidate[] = [];
  for (const signer of signers) {
    const certificate = verifyJarBlock(signer, range, log);
    if (certificate) candidates.push({ signer, certificate, names: new Set() });
  }
  if (log.failed) return [];
  const remaining: Candidate[] = [];
  for (const candidate of candidates) {
    const own = issueLog();
    const { names, ignored } = verifyJarFile(candidate.signer, files, schemes, range, own);
    for (const { code, level, detail } of own.all)
      log[level === 'error' && !ignored ? 'error' : 'warn'](code, detail);
    if (names && !ignored) remaining.push({ ...candidate, names });
  }
  if (log.failed) return [];
  if (remaining.length === 0) log.error('jar-sig-no-signatures');
  const chosen = log.failed ? [] : await verifyEntries(files, remaining, digester, range, log);
  noteUnprotected(files, chosen, log);
  return chosen.map(({ signer, certificate }) => ({ entry: signer.entry, certificate }));
}

function checkFiles(files: JarFiles, signers: readonly JarSigner[], log: IssueLog): void {
  for (const name of files.duplicates) log.error('jar-sig-duplicate-zip-entry', name);
  if (log.failed) return;
  if (!files.manifest) {
    log.error('jar-sig-no-manifest');
    return;
  }
  const malformed = files.malformed ?? signers.find((signer) => signer.malformed)?.malformed;
  if (malformed) {
    log.error('apk-format', malformed);
    return;
  }
  if (files.unnamedSections > 0) log.error('jar-sig-unnnamed-manifest-section', `${files.unnamedSections}`);
  for (const name of files.duplicateSections) log.error('jar-sig-duplicate-manifest-section', name);
  const names = new Set(files.entries.map((entry) => entry.name));
  for (const name of files.sections.keys())
    if (!names.has(name)) log.error('jar-sig-missing-zip-entry-referenced-in-manifest', name);
  if (log.failed) return;
  for (const { block, file } of files.signers) if (!file) log.warn('jar-sig-missing-file', block.name);
  if (signers.length === 0) log.error('jar-sig-no-signatures');
  if (signers.length > MAX_SIGNERS) log.error('jar-sig-max-signatures-exceeded', `${signers.length}`);
}

async function verifyEntries(
  files: JarFiles,
  candidates: readonly Candidate[],
  digester: EntryDigester,
  range: Range,
  log: IssueLog,
): Promise<readonly Candidate[]> {
  let first: { readonly signers: readonly Candidate[]; readonly key: string } | undefined;
  const ordered = [...files.entries].sort((a, b) => a.localOffset - b.localOffset);
  for (const entry of ordered) {
    const { name } = entry;
    if (name.startsWith('META-INF/')) continue;
    const section = files.sections.get(name);
    if (!section) {
      log.error('jar-sig-no-zip-entry-digest-in-manifest', name);
      continue;
    }
    const signers = candidates.filter((candidate) => candidate.names.has(name));
    const key = signers.map(({ signer }) => signer.entry).join('\n');
    if (signers.length === 0) {
      log.error('jar-sig-zip-entry-not-signed', name);
      continue;
    }
    first ??= { signers, key };
    if (first.key !== key) {
      log.error('jar-sig-zip-entry-signers-mismatch', name);
      continue;
    }
    const expected = digestsToCheck(section, '-digest', range);
    if (expected.length === 0) log.error('jar-sig-no-zip-entry-digest-in-manifest', name);
    const found = await digester.digest(
      entry,
      expected.map(({ hash }) => hash),
    );
    if (found.state !== 'read') {
      log.error(found.state === 'malformed' ? 'apk-format' : 'not-checked', `${name}: ${found.why}`);
      return [];
    }
    if (!expected.every(({ hash, digest }) => found.digests.get(hash)?.equals(digest)))
      log.error('jar-sig-zip-entry-digest-did-not-verify', name);
  }
  if (!first) log.error('jar-sig-no-signed-zip-entries');
  return first?.signers ?? [];
}

/** Entries of META-INF that no signature covers can be changed or added after signing. */
function noteUnprotected(files: JarFiles, chosen: readonly Candidate[], log: IssueLog): void {
  if (log.failed) return;
  const own = new Set(chosen.flatMap(({ signer }) => [signer.entry, signer.fileEntry]));
  for (const { name } of files.entries)
    if (name.startsWith('META-INF/') && name !== files.manifest?.name && !own.has(name))
      log.warn('jar-sig-unprotected-zip-entry', name);
}
