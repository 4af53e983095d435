import { type DerElement, printOid, readDerChildren } from '../der.ts';
import type { SignedData, SignerInfo } from '../pkcs7.ts';
import { type SignerVerdict, verifySignerInfo } from '../verify-signed-data.ts';
import { readDerTime } from './der-time.ts';

/** `verified`: the signature holds over the content · `broken`: it does not · `not-checked`: see `reason`. */
export interface SignatureCheck {
  readonly verdict: 'verified' | 'broken' | 'not-checked';
  readonly reason: string;
  /** As the signer says; RFC 3339 in UTC. */
  readonly signingTime: string | undefined;
}

const outcomes: Readonly<Record<SignerVerdict, readonly [SignatureCheck['verdict'], reason: string]>> = {
  verified: ['verified', 'signature and content agree'],
  mismatch: ['broken', 'the signature does not match what is signed'],
  'content-mismatch': ['broken', 'the content was changed after signing'],
  malformed: ['broken', 'what the signature is over cannot be read'],
  incomplete: ['broken', 'what the signature is over does not name the content'],
  'bad-form': ['broken', 'the signature has not the form that the signer’s key demands'],
  unusable: ['not-checked', 'the signer’s key cannot be used here'],
  'no-certificate': ['not-checked', 'the signer’s certificate is not in the file'],
  'unknown-algorithm': ['not-checked', 'the signature uses an algorithm that is not known here'],
};

/** Checks a signer as Apple’s systems would, the trust in it aside. `content`: what is signed, from inside or beside. */
export function checkSigner(data: SignedData, info: SignerInfo, content: Buffer | undefined): SignatureCheck {
  const signingTime = readDerTime(attributeValue(info.signedAttributes, SIGNING_TIME));
  const say = ([verdict, reason]: readonly [SignatureCheck['verdict'], string]): SignatureCheck => ({
    ...{ verdict, reason, signingTime },
  });
  if (!info.certificate) return say(outcomes['no-certificate']);
  if (!content) return say(['not-checked', 'what is signed is not in the file']);
  return say(
    outcomes[verifySignerInfo(data, info, content, { checkType: false, checkUsage: false, pss: true })],
  );
}

const SIGNING_TIME = '1.2.840.113549.1.9.5';

/** The first value of a signed attribute. */
function attributeValue(attributes: DerElement | undefined, type: string): DerElement | undefined {
  for (const attribute of attributes ? readDerChildren(attributes, 50) : []) {
    const [oid, values] = readDerChildren(attribute, 2);
    if (oid && values && printOid(oid.content) === type) return readDerChildren(values, 1)[0];
  }
  return undefined;
}
