import { createHash } from 'node:crypto';
import type { Certificate } from '../certificate.ts';
import { readCms } from '../cms/read-cms.ts';
import { type DerElement, printOid, readDer, readDerChildren } from '../der.ts';
import { encodeBytes, type Sign1, signedStructure } from './sign1.ts';

/** What a time-stamping authority says of a signature (RFC 3161). */
export interface C2paTimestamp {
  readonly verdict: 'holds' | 'fails' | 'not-checked';
  readonly reason: string;
  /** RFC 3339 in UTC; what the token says, whatever the verdict. */
  readonly time: string | undefined;
  readonly authority: Certificate | undefined;
  readonly chain: readonly Certificate[];
}

const hashes: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Checks the first time stamp: its own signature, and that it is over this claim’s signature. Undefined: there is none. */
export function checkTimestamp(sign1: Sign1, claim: Buffer): C2paTimestamp | undefined {
  const [stamp] = sign1.timestamps;
  if (!stamp) return undefined;
  const cms = readCms(tokenOf(stamp.token));
  const info = cms?.content && readInfo(cms.content);
  const signer = cms?.signers[0];
  const say = (verdict: C2paTimestamp['verdict'], reason: string): C2paTimestamp => ({
    ...{ verdict, reason, time: info?.time, authority: signer?.certificate, chain: signer?.chain ?? [] },
  });
  if (!info || !signer) return say('not-checked', 'the time stamp cannot be read');
  if (!info.hash) return say('not-checked', 'the time stamp uses a hash that is not known here');
  const over = stamp.version === 1 ? claim : encodeBytes(sign1.signature);
  const stamped = signedStructure('CounterSignature', sign1.protectedBytes, over);
  if (!createHash(info.hash).update(stamped).digest().equals(info.imprint))
    return say('fails', 'the time stamp is over something else');
  if (signer.verdict === 'verified') return say('holds', 'the time stamp is over this signature');
  return say(signer.verdict === 'broken' ? 'fails' : 'not-checked', signer.reason);
}

/** Version 1 keeps the whole answer of the authority (status, token), version 2 the token alone. */
function tokenOf(bytes: Buffer): Buffer {
  const outer = readDer(bytes);
  const [first, second] = outer ? readDerChildren(outer, 2) : [];
  return first?.tag === 0x30 && second ? second.whole : bytes;
}

interface StampInfo {
  readonly hash: string | undefined;
  readonly imprint: Buffer;
  readonly time: string | undefined;
}

/** TSTInfo (RFC 3161 section 2.4.2): version, policy, imprint, serial number, time… */
function readInfo(bytes: Buffer): StampInfo | undefined {
  const outer = readDer(bytes);
  const [, , imprint, , time] = outer ? readDerChildren(outer, 5) : [];
  const [algorithm, digest] = imprint ? readDerChildren(imprint, 2) : [];
  const oid = algorithm && readDerChildren(algorithm, 1)[0];
  if (!oid || digest?.tag !== 0x04) return undefined;
  return { hash: hashes[printOid(oid.content)], imprint: digest.content, time: timeOf(time) };
}

/** GeneralizedTime, here with fractions of a second. */
function timeOf(element: DerElement | undefined): string | undefined {
  const text = element?.content.toString('latin1', 0, 40) ?? '';
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d{1,9})?Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
