import type { Certificate } from '../certificate.ts';
import { readSignedData } from '../pkcs7.ts';
import { readEntry } from '../zip/read-entry.ts';
import type { Zip } from '../zip/zip.ts';

export interface JarSigner {
  /** Entry that holds the signature. */
  readonly entry: string;
  readonly certificate: Certificate;
}

export interface JarSignature {
  readonly signers: readonly JarSigner[];
  /** Entries under META-INF that look like signatures but could not be read as such. */
  readonly unreadable: readonly string[];
  /** Certificates in the bags that signed nothing. */
  readonly bystanders: readonly Certificate[];
}

const MAX_SIGNATURE_BYTES = 1024 * 1024;

/**
 * Reads v1 signatures (JAR File Specification, "Signed JAR File"): who signed, by issuer and serial number. The digests
 * over the entries are not checked here.
 */
export async function readJarSignature(zip: Zip): Promise<JarSignature> {
  const signers: JarSigner[] = [];
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
    signers.push(...found.map((certificate) => ({ entry: entry.name, certificate })));
    bystanders.push(...(signed?.certificates.filter((certificate) => !found.includes(certificate)) ?? []));
  }
  return { signers, unreadable, bystanders };
}
