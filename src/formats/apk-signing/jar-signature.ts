import type { Certificate } from '../certificate.ts';
import { readSignedData } from '../pkcs7.ts';
import { readEntry } from '../zip/read-entry.ts';
import type { Zip } from '../zip/zip.ts';

export interface NamedSigner {
  /** Entry that holds the signature. */
  readonly entry: string;
  readonly certificate: Certificate;
}

export interface JarSignature {
  /** Whom the signature blocks name as signers, whether or not that holds. */
  readonly signers: readonly NamedSigner[];
  /** Entries under META-INF that look like signatures but could not be read as such. */
  readonly unreadable: readonly string[];
  /** Certificates in the bags that signed nothing. */
  readonly bystanders: readonly Certificate[];
}

const MAX_SIGNATURE_BYTES = 1024 * 1024;

/**
 * Reads v1 signatures (JAR File Specification, "Signed JAR File"): who is named, by issuer and serial number. It goes
 * by looser rules than Android, so that a name is found where the signature itself is damaged.
 */
export async function readJarSignature(zip: Zip): Promise<JarSignature> {
  const signers: NamedSigner[] = [];
  const unreadable: string[] = [];
  const bystanders: Certificate[] = [];
  const blocks = zip.entries
    .filter((entry) => /^META-INF\/[^/]+\.(RSA|DSA|EC)$/i.test(entry.name))
    .slice(0, 20);
  for (const entry of blocks) {
    const { bytes } = await readEntry(zip, entry, MAX_SIGNATURE_BYTES);
    const signed = readSignedData(bytes);
    const found = signed?.signers.filter((certificate) => certificate !== undefined) ?? [];
    if (found.length === 0) unreadable.push(entry.name);
    signers.push(...[...new Set(found)].map((certificate) => ({ entry: entry.name, certificate })));
    bystanders.push(...(signed?.certificates.filter((certificate) => !found.includes(certificate)) ?? []));
  }
  return { signers, unreadable, bystanders };
}
