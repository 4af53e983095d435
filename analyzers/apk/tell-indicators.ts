import { tellAndroidSigner } from '../../src/apps/index.ts';
import type { OpenArtefact, Sink } from '../../src/contract/index.ts';
import type { App } from './app.ts';
import type { Signing } from './read-signing.ts';

/** Android application ids: two or more parts of letters, digits and underscores (developer.android.com, "applicationId"). */
const packageName = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/;

/** What others can match on: the file, the package name, the signer. */
export function tellIndicators(
  sink: Sink,
  artefact: OpenArtefact,
  app: App | undefined,
  signing: Signing,
): void {
  sink.indicator({
    kind: 'file',
    subtype: 'sha256',
    value: artefact.sha256,
    standing: 'proposed',
    confidence: 100,
    check: 'valid',
    provenance: [{ how: 'hash of the whole package' }],
  });
  if (app && app.package !== '') tellPackage(sink, app.package);
  for (const certificate of signing.certificates) {
    const broken = signing.signers.some(
      (signer) => signer.certificate === certificate && signer.check.verdict === 'broken',
    );
    tellAndroidSigner(sink, certificate, broken);
  }
}

function tellPackage(sink: Sink, name: string): void {
  const valid = packageName.test(name) && name.length <= 255;
  sink.indicator({
    kind: 'package',
    subtype: 'android',
    value: name.slice(0, 4096),
    standing: valid ? 'proposed' : 'observed',
    confidence: valid ? 100 : 60,
    check: valid ? 'valid' : 'invalid',
    provenance: [
      { location: { kind: 'entry', path: 'AndroidManifest.xml' }, how: 'package attribute of the manifest' },
    ],
  });
  if (valid) sink.fingerprint({ kind: 'android.package', value: name, of: 'manifest' });
}
