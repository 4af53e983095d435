import { createHash } from 'node:crypto';
import type { Certificate } from '../certificate.ts';
import { readSignedData, type SignedData, type SignerInfo } from '../pkcs7.ts';
import { verifySignerInfo } from '../verify-signed-data.ts';
import type { Zip } from '../zip/zip.ts';
import { takesAlgorithms } from './jar-algorithms.ts';
import { digestsToCheck } from './jar-digests.ts';
import type { JarFiles, JarSignerFiles } from './jar-files.ts';
import { type JarSection, readJarSections } from './jar-manifest.ts';
import { readSignedEntry } from './signed-entry.ts';
import type { IssueLog } from './signing-issue.ts';
import type { Range } from './verify-block-signer.ts';

/** A v1 signer, its files unpacked once. */
export interface JarSigner {
  /** Entry of the signature block. */
  readonly entry: string;
  readonly fileEntry: string;
  readonly fileBytes: Buffer;
  readonly signed: SignedData | undefined;
  readonly malformed: string | undefined;
}

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_BLOCK_BYTES = 4 * 1024 * 1024;
const N = 24;
const KITKAT = 19;

export async function openJarSigner(zip: Zip, { block, file }: JarSignerFiles): Promise<JarSigner> {
  const blockBytes = await readSignedEntry(zip, block, MAX_BLOCK_BYTES);
  const fileBytes = file ? await readSignedEntry(zip, file, MAX_FILE_BYTES) : Buffer.alloc(0);
  const broken = [blockBytes, fileBytes].find((bytes) => !Buffer.isBuffer(bytes));
  return {
    entry: block.name,
    fileEntry: file?.name ?? '',
    fileBytes: Buffer.isBuffer(fileBytes) ? fileBytes : Buffer.alloc(0),
    signed: Buffer.isBuffer(blockBytes) ? readSignedData(blockBytes) : undefined,
    malformed: broken && !Buffer.isBuffer(broken) ? `${block.name}: ${broken.why}` : undefined,
  };
}

/** Checks the signature block over the signature file. Returns the certificate of the signer that counts. */
export function verifyJarBlock(signer: JarSigner, range: Range, log: IssueLog): Certificate | undefined {
  const { signed, entry } = signer;
  const fail = (code: Parameters<IssueLog['error']>[0], detail = entry): undefined => {
    log.error(code, detail);
    return undefined;
  };
  if (!signed || signed.unreadableCertificates > 0) return fail('jar-sig-parse-exception');
  if (signed.signerInfos.length === 0) return fail('jar-sig-no-signers');
  // Before Android 7 only the first signer info counted.
  const infos = range.minSdk < N ? signed.signerInfos.slice(0, 1) : signed.signerInfos;
  let first: Certificate | undefined;
  for (const info of infos) {
    const verdict = verifyInfo(signer, signed, info, range);
    if (verdict === 'unsupported') return fail('jar-sig-unsupported-sig-alg', `${entry}: ${info.digestOid}`);
    if (verdict === 'malformed') return fail('jar-sig-parse-exception');
    if (verdict === 'exception') return fail('jar-sig-verify-exception');
    if (verdict === 'verified') first ??= info.certificate;
  }
  return first ?? fail('jar-sig-did-not-verify');
}

function verifyInfo(
  { fileBytes }: JarSigner,
  signed: SignedData,
  info: SignerInfo,
  range: Range,
): 'verified' | 'mismatch' | 'unsupported' | 'malformed' | 'exception' {
  if (!takesAlgorithms(info.digestOid, info.signatureOid, range)) return 'unsupported';
  if (info.signedAttributes && range.minSdk < KITKAT) return 'exception';
  const verdict = verifySignerInfo(signed, info, fileBytes, { checkType: range.maxSdk >= N });
  if (verdict === 'unknown-algorithm') return 'unsupported';
  if (verdict === 'content-mismatch') return 'mismatch';
  return verdict === 'verified' || verdict === 'mismatch' || verdict === 'malformed' ? verdict : 'exception';
}

/** Ids of APK signature schemes: which exist for the range, and which the file really has. */
export interface Schemes {
  readonly supported: ReadonlySet<number>;
  readonly found: ReadonlySet<number>;
}

/**
 * Checks a signature file over the manifest. Returns the names of the entries it signs; undefined after an error, with
 * `ignored` true where Android passes over such a signer in silence.
 */
export function verifyJarFile(
  { fileBytes, fileEntry }: JarSigner,
  jar: JarFiles,
  schemes: Schemes,
  range: Range,
  log: IssueLog,
): { names: ReadonlySet<string> | undefined; ignored: boolean } {
  const [main, ...sections] = readJarSections(fileBytes);
  const ignore = (code: Parameters<IssueLog['warn']>[0], detail: string) => {
    log.warn(code, detail);
    return { names: undefined, ignored: true };
  };
  if (!main?.attributes.has('signature-version'))
    return ignore('jar-sig-missing-version-attr-in-sig-file', fileEntry);
  if (range.maxSdk >= N) checkStripped(main, fileEntry, schemes, log);
  const signtool = main.attributes.get('created-by')?.includes('signtool') ?? false;
  const whole = checkManifestDigest(main, signtool, jar, fileEntry, range, log);
  if (!signtool) checkMainDigest(main, jar, fileEntry, range, log);
  if (log.failed) return { names: undefined, ignored: false };
  const names = new Set<string>();
  for (const section of sections) {
    const { name } = section;
    if (name === undefined) return ignore('jar-sig-unnnamed-sig-file-section', fileEntry);
    if (names.has(name)) return ignore('jar-sig-duplicate-sig-file-section', name);
    names.add(name);
    if (whole) continue;
    const target = jar.sections.get(name);
    if (!target) return ignore('jar-sig-no-zip-entry-digest-in-sig-file', name);
    checkSectionDigest(section, target, signtool, jar.manifestBytes, range, log);
  }
  return { names: log.failed ? undefined : names, ignored: false };
}

/** `X-Android-APK-Signed`: the schemes the signer also used; if one is gone, someone cut it off. */
function checkStripped(main: JarSection, entry: string, { supported, found }: Schemes, log: IssueLog): void {
  const said = main.attributes.get('x-android-apk-signed');
  if (said === undefined) {
    if (found.size > 0) log.warn('jar-sig-no-apk-sig-strip-protection', entry);
    return;
  }
  for (const text of said.split(',').slice(0, 50)) {
    if (!/^\s*[+-]?\d{1,9}\s*$/.test(text)) continue;
    const id = Number(text);
    if (!supported.has(id)) log.warn('jar-sig-unknown-apk-sig-scheme-id', text.trim());
    else if (!found.has(id)) log.error('jar-sig-missing-apk-sig-referenced', `${entry}: v${id}`);
  }
}

function holds(hash: string, expected: Buffer, bytes: Buffer): boolean {
  return createHash(hash).update(bytes).digest().equals(expected);
}

function checkManifestDigest(
  main: JarSection,
  signtool: boolean,
  jar: JarFiles,
  entry: string,
  range: Range,
  log: IssueLog,
): boolean {
  const digests = digestsToCheck(main, signtool ? '-digest' : '-digest-manifest', range);
  if (digests.length === 0) log.warn('jar-sig-no-manifest-digest-in-sig-file', entry);
  return digests.length > 0 && digests.every(({ hash, digest }) => holds(hash, digest, jar.manifestBytes));
}

function checkMainDigest(main: JarSection, jar: JarFiles, entry: string, range: Range, log: IssueLog): void {
  const bytes = jar.manifestBytes.subarray(jar.main?.start ?? 0, jar.main?.end ?? 0);
  for (const { hash, digest } of digestsToCheck(main, '-digest-manifest-main-attributes', range))
    if (!holds(hash, digest, bytes)) log.error('jar-sig-manifest-main-section-digest-did-not-verify', entry);
}

const LF = 0x0a;

function checkSectionDigest(
  section: JarSection,
  target: JarSection,
  signtool: boolean,
  manifest: Buffer,
  range: Range,
  log: IssueLog,
): void {
  const digests = digestsToCheck(section, '-digest', range);
  if (digests.length === 0) {
    log.error('jar-sig-no-zip-entry-digest-in-sig-file', section.name ?? '');
    return;
  }
  const short = signtool && manifest[target.end - 1] === LF && manifest[target.end - 2] === LF;
  const bytes = manifest.subarray(target.start, target.end - (short ? 1 : 0));
  for (const { hash, digest } of digests)
    if (!holds(hash, digest, bytes))
      log.error('jar-sig-manifest-section-digest-did-not-verify', section.name ?? '');
}
