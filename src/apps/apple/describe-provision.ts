import type { Json } from '../../contract/index.ts';
import { type Certificate, type MobileProvision, plistToJson } from '../../formats/index.ts';
import { appleAnchorOf } from './apple-anchor.ts';
import { describeSigner } from './describe-signer.ts';

/** A provisioning profile as a fact. Device identifiers are counted, not listed: they belong to victims too. */
export function describeProvision(profile: MobileProvision): Json {
  const signer = profile.cms?.signers[0];
  return {
    distribution: profile.distribution,
    name: profile.name ?? null,
    uuid: profile.uuid ?? null,
    teamName: profile.teamName ?? null,
    teamIds: profile.teamIds.slice(0, 20),
    appIdName: profile.appIdName ?? null,
    created: profile.created ?? null,
    expires: profile.expires ?? null,
    platforms: profile.platforms.slice(0, 20),
    devices: profile.devices.length,
    entitlements: plistToJson(profile.entitlements),
    certificates: profile.certificates.map((certificate) => certificate.sha256),
    signed: signer ? describeSigner(signer) : null,
    issuedByApple: signer?.verdict === 'verified' && appleAnchorOf(signer) !== undefined,
  };
}

/** A certificate as a fact. */
export function describeCertificate(certificate: Certificate): Json {
  return {
    sha256: certificate.sha256,
    subject: certificate.subject.slice(0, 1000),
    issuer: certificate.issuer.slice(0, 1000),
    serial: certificate.serial.slice(0, 200),
    notBefore: certificate.notBefore ?? null,
    notAfter: certificate.notAfter ?? null,
    key: certificate.key ?? null,
  };
}
