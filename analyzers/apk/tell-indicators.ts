import { appNameIndicator, fileIndicator, isAppName, tellAndroidSigner } from '../../src/apps/index.ts';
import type { OpenArtefact, Sink } from '../../src/contract/index.ts';
import type { App } from './app.ts';
import type { Signing } from './read-signing.ts';

/** What others can match on: the file, the package name, the signer. */
export function tellIndicators(
  sink: Sink,
  artefact: OpenArtefact,
  app: App | undefined,
  signing: Signing,
): void {
  sink.indicator(fileIndicator(artefact.sha256, 'hash of the whole package'));
  if (app && app.package !== '') tellPackage(sink, app.package);
  for (const certificate of signing.certificates) {
    const broken = signing.signers.some(
      (signer) => signer.certificate === certificate && signer.check.verdict === 'broken',
    );
    tellAndroidSigner(sink, certificate, broken);
  }
}

function tellPackage(sink: Sink, name: string): void {
  const location = { kind: 'entry', path: 'AndroidManifest.xml' } as const;
  sink.indicator(appNameIndicator('android', name, { location, how: 'package attribute of the manifest' }));
  if (isAppName('android', name)) sink.fingerprint({ kind: 'android.package', value: name, of: 'manifest' });
}
