import { describeCertificate, describeSigner } from '../../src/apps/index.ts';
import type { AnalysisContext } from '../../src/contract/index.ts';
import type { Cms } from '../../src/formats/index.ts';
import { certificateOf, describePayload, describeProfile } from './describe-payload.ts';
import { judgeEnvelope } from './judge-envelope.ts';
import { judgePayloads } from './judge-payloads.ts';
import type { Profile } from './profile.ts';
import { publicAnchorOf } from './public-anchor.ts';
import { showIcons } from './show-icons.ts';

const MAX_LISTED = 200;

/** Tells what a configuration profile would do, and who signed it. */
export async function tellProfile(
  profile: Profile,
  cms: Cms | undefined,
  context: AnalysisContext,
): Promise<void> {
  const { sink } = context;
  const signer = cms?.signers[0];
  sink.fact('kind', 'configuration profile');
  sink.fact('profile', describeProfile(profile.dict));
  sink.fact('payloads', profile.payloads.slice(0, MAX_LISTED).map(describePayload));
  sink.fact(
    'signature',
    signer ? { ...describeSigner(signer), publicAnchor: publicAnchorOf(signer.chain) ?? null } : null,
  );
  for (const finding of [...judgeEnvelope(signer), ...judgePayloads(profile)]) sink.finding(finding);
  if (signer?.certificate) {
    sink.fact('signerCertificate', describeCertificate(signer.certificate));
    tellSigner(signer.certificate.sha256, signer.certificate.subject, signer.verdict === 'broken', context);
  }
  for (const payload of profile.payloads) {
    const certificate = certificateOf(payload);
    if (certificate)
      sink.indicator({
        kind: 'certificate',
        subtype: 'sha256',
        value: certificate.sha256,
        standing: 'proposed',
        confidence: 100,
        check: 'valid',
        provenance: [{ how: `certificate that the profile installs: ${certificate.subject.slice(0, 200)}` }],
      });
  }
  await showIcons(profile.payloads, context);
  sink.examined('configuration profile: its own words, each payload, signer and signature');
  if (profile.locked)
    sink.notExamined('the payloads', 'not-examinable', 'They are encrypted for one device.');
}

function tellSigner(sha256: string, subject: string, broken: boolean, { sink }: AnalysisContext): void {
  sink.indicator({
    kind: 'certificate',
    subtype: 'sha256',
    value: sha256,
    standing: broken ? 'observed' : 'proposed',
    confidence: broken ? 50 : 100,
    check: 'valid',
    provenance: [{ how: `certificate that signed the profile: ${subject.slice(0, 200)}` }],
  });
  if (!broken)
    sink.fingerprint({ kind: 'ios.signer', value: sha256, of: 'certificate that signed the profile' });
}
