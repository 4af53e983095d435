import { appNameIndicator, fileIndicator, isAppName, provisionIndicators } from '../../src/apps/index.ts';
import type { OpenArtefact, Sink } from '../../src/contract/index.ts';
import type { IosApp } from './ios-app.ts';
import type { Signing } from './signing.ts';

/** What others can match on: the file, the bundle identifier, the team, the signer. */
export function tellIndicators(
  sink: Sink,
  artefact: OpenArtefact,
  app: IosApp,
  signing: Signing | undefined,
): void {
  sink.indicator(fileIndicator(artefact.sha256, 'hash of the whole package'));
  if (app.info?.bundleId) tellBundle(sink, app.info.bundleId, `${app.root}Info.plist`.slice(0, 4096));
  if (app.provision) {
    const path = `${app.root}embedded.mobileprovision`.slice(0, 4096);
    for (const indicator of provisionIndicators(app.provision, { kind: 'entry', path }))
      sink.indicator(indicator);
  }
  if (signing) tellSigner(sink, signing, app);
}

function tellBundle(sink: Sink, value: string, path: string): void {
  const location = { kind: 'entry', path } as const;
  sink.indicator(appNameIndicator('ios', value, { location, how: 'bundle identifier of the app' }));
  if (isAppName('ios', value)) sink.fingerprint({ kind: 'ios.bundle-id', value, of: 'Info.plist' });
}

function tellSigner(
  sink: Sink,
  { signer, anchor, changed, directory }: Signing,
  { provision }: IosApp,
): void {
  const genuine = signer?.verdict === 'verified' && anchor !== undefined && changed.length === 0;
  const certificate = signer?.certificate;
  if (certificate) {
    // Apple signs what leaves the App Store with a certificate of its own: it points to nobody.
    const own =
      genuine &&
      provision?.distribution !== 'app-store' &&
      !/CN=Apple iPhone OS Application/.test(certificate.subject);
    sink.indicator({
      kind: 'certificate',
      subtype: 'sha256',
      value: certificate.sha256,
      standing: own ? 'proposed' : 'observed',
      confidence: genuine ? 100 : 50,
      check: 'valid',
      provenance: [{ how: `signing certificate of ${certificate.subject.slice(0, 200)}` }],
    });
    if (own) sink.fingerprint({ kind: 'ios.signer', value: certificate.sha256, of: 'signing certificate' });
  }
  const team = directory?.teamId;
  if (team && /^[A-Z0-9]{10}$/.test(team)) {
    if (genuine) sink.fingerprint({ kind: 'ios.team', value: team, of: 'code signature' });
    if (!provision?.teamIds.includes(team))
      sink.indicator({
        kind: 'team-id',
        subtype: 'apple',
        value: team,
        standing: genuine ? 'proposed' : 'observed',
        confidence: genuine ? 100 : 50,
        check: 'valid',
        provenance: [{ how: 'team named by the code signature' }],
      });
  }
  if (directory?.cdHash && !changed.length)
    sink.fingerprint({
      kind: 'ios.cdhash',
      value: directory.cdHash,
      of: 'code directory of the main program',
    });
}
