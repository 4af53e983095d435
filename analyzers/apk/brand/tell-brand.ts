import { type AppIdentity, iconsOfConfig, judgeBrand } from '../../../src/apps/index.ts';
import type { AnalysisContext } from '../../../src/contract/index.ts';
import type { App } from '../app.ts';
import type { Signing } from '../read-signing.ts';

/** Compares the app's names, signer and icon with those of known brands. */
export function tellBrand(
  app: App,
  signing: Signing,
  iconHash: string | undefined,
  { sink, config }: AnalysisContext,
): void {
  const icons = iconsOfConfig(config);
  for (const finding of judgeBrand(identityOf(app, signing, iconHash), icons)) sink.finding(finding);
  sink.examined('label in all languages and package name, against brands that fake apps borrow');
  if (icons.length > 0) sink.examined('the icon, against those your unit gave');
}

/** Only a signature that holds for the whole file on all its Androids vouches for a signer; a program in front of it does not. */
function identityOf(app: App, { whole, janus }: Signing, iconHash: string | undefined): AppIdentity {
  const labels = [app.label, ...Object.values(app.labels)].filter((label) => label !== undefined);
  return {
    platform: 'android',
    id: app.package,
    labels: [...new Set(labels)],
    signers:
      whole.verified && !janus
        ? [...new Set(whole.certificates.map((certificate) => certificate.sha256))]
        : [],
    iconHash,
  };
}
