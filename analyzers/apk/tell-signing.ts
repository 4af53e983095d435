import { describeAndroidSigner } from '../../src/apps/index.ts';
import type { Sink } from '../../src/contract/index.ts';
import { type ApkVerdict, namesOfCapabilities } from '../../src/formats/index.ts';
import { errorsOf, NEWEST, type Signing } from './read-signing.ts';

/** Who signed, under which scheme, what was checked of it, and which certificate counts on which Android. */
export function tellSigning(sink: Sink, signing: Signing): void {
  const { signers, certificates, whole, ranges, block } = signing;
  sink.fact('signatureSchemes', [...new Set(signers.map((signer) => signer.scheme))]);
  const newest = ranges.at(-1);
  const counting = newest?.verified ? newest.certificates : certificates;
  sink.fact(
    'certSha256',
    counting.slice(0, 50).map((certificate) => certificate.sha256),
  );
  sink.fact('certificates', certificates.slice(0, 20).map(describeAndroidSigner));
  sink.fact('signing', {
    verifies: whole.verified,
    errors: errorsOf(whole.issues),
    warnings: warningsOf(whole),
    ranges: ranges.map(describeRange),
    lineage: describeLineage(signing),
    sourceStamp: describeStamp(signing),
    contentDigests: describeDigests(signing),
    blocks: (block?.pairs ?? []).slice(0, 50).map(({ id, name, value }) => ({
      id: `0x${id.toString(16).padStart(8, '0')}`,
      name: name ?? null,
      bytes: value.length,
    })),
  });
  const unread = whole.issues.find(({ code }) => code === 'not-checked');
  if (unread) sink.notExamined('part of the v1 signature', 'not-run', unread.detail.slice(0, 500));
  sink.fact(
    'signers',
    signers.slice(0, 50).map(({ scheme, certificate, check, minSdk, maxSdk, entry }) => ({
      scheme,
      certificate: certificate.sha256,
      verdict: check.verdict,
      reason: check.reason.slice(0, 500),
      ...(minSdk === undefined ? {} : { minSdk }),
      ...(maxSdk === undefined ? {} : { maxSdk }),
      ...(entry === undefined ? {} : { entry: entry.slice(0, 300) }),
    })),
  );
}

function warningsOf({ issues }: ApkVerdict): string[] {
  return [...new Set(issues.filter(({ level }) => level === 'warning').map(({ code }) => code))];
}

/** API levels, the newest without an upper end, and what Android makes of the app there. */
function describeRange({ range, verified, schemes, certificates, issues }: ApkVerdict) {
  return {
    fromSdk: range.minSdk,
    toSdk: range.maxSdk >= NEWEST ? null : range.maxSdk,
    verifies: verified,
    schemes: schemes.filter((scheme) => scheme.verified).map(({ scheme }) => scheme),
    certSha256: certificates.slice(0, 20).map(({ sha256 }) => sha256),
    errors: errorsOf(issues),
  };
}

function describeLineage({ whole, ranges }: Signing) {
  const lineage = whole.lineage ?? ranges.at(-1)?.lineage ?? [];
  return lineage.slice(0, 50).map(({ certificate, flags }) => ({
    certificate: certificate.sha256,
    subject: certificate.subject.slice(0, 500),
    capabilities: namesOfCapabilities(flags),
  }));
}

/** As the signing block says them; a v4 file (.idsig) names one of them as its package. */
function describeDigests({ block }: Signing): string[] {
  const digests = (block?.signers ?? []).flatMap((signer) => signer.digests);
  return [...new Set(digests.map(({ digest }) => digest.toString('hex', 0, 64)))].slice(0, 50);
}

function describeStamp({ stamp }: Signing) {
  if (!stamp) return null;
  const { version, verified, certificate, timestamp, issues } = stamp;
  const time = timestamp === undefined ? undefined : new Date(timestamp * 1000);
  return {
    version,
    verified,
    certificate: certificate?.sha256 ?? null,
    subject: certificate?.subject.slice(0, 500) ?? null,
    stampedAt: time && !Number.isNaN(time.getTime()) ? time.toISOString() : null,
    errors: errorsOf(issues),
  };
}
