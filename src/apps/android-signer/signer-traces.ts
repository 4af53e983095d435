import type { Json, Sink } from '../../contract/index.ts';
import type { Certificate } from '../../formats/index.ts';
import { describeCertificate } from '../apple/describe-provision.ts';
import { judgeKey } from './judge-key.ts';

/** A certificate of an Android signer as a fact, with what kind of key it is. */
export function describeAndroidSigner(certificate: Certificate): Json {
  return { ...(describeCertificate(certificate) as Record<string, Json>), keyKind: judgeKey(certificate) };
}

/**
 * Tells a signer as something others can match on. `doubtful`: its signature does not hold, or could not be checked. Such
 * a signer, and a key that anyone has, point to nobody.
 */
export function tellAndroidSigner(sink: Sink, certificate: Certificate, doubtful: boolean): void {
  const nobody = doubtful || judgeKey(certificate) === 'public';
  sink.indicator({
    kind: 'certificate',
    subtype: 'sha256',
    value: certificate.sha256,
    standing: nobody ? 'observed' : 'proposed',
    confidence: doubtful ? 50 : 100,
    check: 'valid',
    provenance: [{ how: `signing certificate of ${certificate.subject.slice(0, 200)}` }],
  });
  if (!nobody)
    sink.fingerprint({ kind: 'android.signer', value: certificate.sha256, of: 'signing certificate' });
}
