import type { Certificate } from '../certificate.ts';
import { readSignedData } from '../pkcs7.ts';
import { certificateChain } from './certificate-chain.ts';
import { checkSigner, type SignatureCheck } from './check-signer.ts';

/** A signed message (CMS SignedData, RFC 5652 section 5) and whether its signatures hold. */
export interface Cms {
  /** What is signed, where it is inside. */
  readonly content: Buffer | undefined;
  readonly certificates: readonly Certificate[];
  readonly signers: readonly CmsSigner[];
}

export interface CmsSigner extends SignatureCheck {
  /** Undefined: it is not among the certificates of the message. */
  readonly certificate: Certificate | undefined;
  /** From the signer upwards, each checked to have signed the one before. */
  readonly chain: readonly Certificate[];
}

const MAX_SIGNERS = 16;

const unreadable: CmsSigner = {
  verdict: 'not-checked',
  reason: 'what the message says of its signer cannot be read',
  signingTime: undefined,
  certificate: undefined,
  chain: [],
};

/**
 * Reads and checks a signed message. `detached`: what is signed, where it is not inside. Undefined: not a signed message.
 * Dates of certificates are not judged: there is no clock here.
 */
export function readCms(bytes: Buffer, detached?: Buffer): Cms | undefined {
  const data = readSignedData(bytes);
  if (!data) return undefined;
  const { content, certificates, signerInfos, unreadableSigners } = data;
  const signers = signerInfos.slice(0, MAX_SIGNERS).map((info) => ({
    ...checkSigner(data, info, content ?? detached),
    certificate: info.certificate,
    chain: info.certificate ? certificateChain(info.certificate, certificates) : [],
  }));
  const lost = Array<CmsSigner>(Math.min(unreadableSigners, MAX_SIGNERS)).fill(unreadable);
  return { content, certificates, signers: [...signers, ...lost] };
}
