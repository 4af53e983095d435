import type { CmsSigner } from '../../formats/index.ts';
import { appleAnchorOf } from './apple-anchor.ts';

/** Who signed a message, whether it holds, and whom the chain leads to, as a fact. */
export function describeSigner(signer: CmsSigner) {
  return {
    subject: signer.certificate?.subject.slice(0, 1000) ?? null,
    certificate: signer.certificate?.sha256 ?? null,
    verdict: signer.verdict,
    reason: signer.reason,
    signingTime: signer.signingTime ?? null,
    chain: signer.chain.map((certificate) => certificate.subject.slice(0, 300)),
    anchor: appleAnchorOf(signer) ?? null,
  };
}
