import { describeAndroidSigner, tellAndroidSigner } from '../../src/apps/index.ts';
import type { Json, Sink } from '../../src/contract/index.ts';
import type { Certificate, Idsig, IdsigVerdict, TreeCheck } from '../../src/formats/index.ts';

const hex = (bytes: Buffer, most = 64): string => bytes.toString('hex', 0, most);

/** Who signed, what of it holds, and which package it is about. */
export function tellIdsig(sink: Sink, idsig: Idsig, verdict: IdsigVerdict): void {
  const certificates = certificatesOf(idsig);
  sink.fact('signatureSchemes', ['v4']);
  sink.fact(
    'certSha256',
    certificates.map(({ sha256 }) => sha256),
  );
  sink.fact('certificates', certificates.map(describeAndroidSigner));
  sink.fact('idsig', describe(idsig, verdict));
  sink.fact(
    'signers',
    idsig.signers.map((signer, at) => ({
      block: signer.blockId === undefined ? null : `0x${signer.blockId.toString(16).padStart(8, '0')}`,
      certificate: signer.certificate?.sha256 ?? null,
      algorithm: `0x${signer.algorithm.toString(16).padStart(4, '0')}`,
      ...verdict.signers[at],
    })),
  );
  for (const certificate of certificates)
    tellAndroidSigner(sink, certificate, !isVerified(idsig, verdict, certificate));
  tellCoverage(sink, verdict);
}

function certificatesOf({ signers }: Idsig): Certificate[] {
  const all = signers.flatMap(({ certificate }) => certificate ?? []);
  return [...new Map(all.map((certificate) => [certificate.sha256, certificate])).values()];
}

function isVerified({ signers }: Idsig, verdict: IdsigVerdict, { sha256 }: Certificate): boolean {
  return verdict.signers.some(
    (check, at) => check.verdict === 'verified' && signers[at]?.certificate?.sha256 === sha256,
  );
}

function describe(idsig: Idsig, { tree, apkBytes }: IdsigVerdict): Json {
  return {
    version: idsig.version,
    // The same as one of `signing.contentDigests` in the report of the package.
    contentDigests: [...new Set(idsig.signers.map(({ apkDigest }) => hex(apkDigest)))],
    hashAlgorithm: idsig.hashAlgorithm === 1 ? 'sha256' : `unknown (${idsig.hashAlgorithm})`,
    pageBytes: 2 ** idsig.log2BlockBytes,
    salt: hex(idsig.salt),
    rootHash: hex(idsig.rootHash),
    tree: tree.state,
    treeBytes: idsig.tree?.length ?? 0,
    apkPages: tree.pages ?? null,
    apkBytes: apkBytes ?? null,
    additionalDataBytes: Math.max(0, ...idsig.signers.map(({ additionalData }) => additionalData.length)),
  };
}

const treeWords: Readonly<Record<Exclude<TreeCheck['state'], 'agrees' | 'differs'>, string>> = {
  absent: 'It is not in the file.',
  'unknown-form': 'It is hashed in a way that no Android knows.',
};

function tellCoverage(sink: Sink, { tree, signers }: IdsigVerdict): void {
  sink.examined('v4 signature: its fields, signers and certificates');
  if (tree.state === 'agrees' || tree.state === 'differs')
    sink.examined('the tree of page hashes, against its signed root');
  else sink.notExamined('the tree of page hashes', 'not-examinable', treeWords[tree.state]);
  if (signers.some(({ verdict }) => verdict !== 'not-checked'))
    sink.examined('the signatures, over all that the file says and the length of its package');
  for (const reason of new Set(signers.flatMap((one) => (one.verdict === 'not-checked' ? one.reason : []))))
    sink.notExamined('a signature', 'not-examinable', reason);
}
