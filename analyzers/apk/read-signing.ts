import {
  type BlockSigner,
  type Certificate,
  contentDigests,
  type JarSignature,
  readJarSignature,
  readSigningBlock,
  type SignerCheck,
  type SigningBlock,
  verifySigner,
  type Zip,
} from '../../src/formats/index.ts';

export interface Signer {
  readonly scheme: 'v1' | BlockSigner['scheme'];
  readonly certificate: Certificate;
  readonly check: SignerCheck;
  readonly minSdk: number | undefined;
  readonly maxSdk: number | undefined;
  /** Entry that holds a v1 signature. */
  readonly entry: string | undefined;
}

export interface Signing {
  readonly signers: readonly Signer[];
  readonly block: SigningBlock | undefined;
  readonly jar: JarSignature;
  /** Certificates of the signers, each once, those of the newest scheme first. */
  readonly certificates: readonly Certificate[];
  /** True: the file begins as a DEX program and is signed by v1 only (Janus, CVE-2017-13156). */
  readonly janus: boolean;
}

const NOT_CHECKED: SignerCheck = {
  verdict: 'not-checked',
  reason: 'v1 digests are not checked in this version',
};

/** Who signed the app, under each scheme, and whether the signature still holds where that is checked. */
export async function readSigning(zip: Zip): Promise<Signing> {
  const [jar, block] = [await readJarSignature(zip), await readSigningBlock(zip)];
  const signers: Signer[] = [];
  const digests = contentDigests();
  for (const signer of block?.signers ?? []) {
    const [certificate] = signer.certificates;
    if (!block || !certificate) continue;
    const check = await verifySigner(zip, block, signer, digests);
    const { scheme, minSdk, maxSdk } = signer;
    signers.push({ scheme, certificate, check, minSdk, maxSdk, entry: undefined });
  }
  signers.sort((a, b) => b.scheme.localeCompare(a.scheme));
  for (const { entry, certificate } of jar.signers)
    signers.push({
      scheme: 'v1',
      certificate,
      check: NOT_CHECKED,
      minSdk: undefined,
      maxSdk: undefined,
      entry,
    });
  const head = await zip.source.read(0, 4);
  const v1Only = signers.length > 0 && signers.every((signer) => signer.scheme === 'v1');
  return {
    signers,
    block,
    jar,
    certificates: uniqueCertificates(signers),
    janus: head.toString('latin1') === 'dex\n' && v1Only,
  };
}

function uniqueCertificates(signers: readonly Signer[]): Certificate[] {
  const byHash = new Map<string, Certificate>();
  for (const { certificate } of signers)
    if (!byHash.has(certificate.sha256)) byHash.set(certificate.sha256, certificate);
  return [...byHash.values()];
}
