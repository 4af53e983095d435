import type { AnalysisContext } from '../../src/contract/index.ts';
import type { OtaItem } from './ota-manifest.ts';

/** Tells what an installation list installs. Addresses are told with the other texts of the list. */
export function tellOta(items: readonly OtaItem[], { sink }: AnalysisContext): void {
  sink.fact('kind', 'installation list');
  sink.fact(
    'items',
    items.map(({ bundleId, version, title, subtitle, kind, assets }) => ({
      bundleId: bundleId ?? null,
      version: version ?? null,
      title: title ?? null,
      subtitle: subtitle ?? null,
      kind: kind ?? null,
      assets: assets.map((asset) => ({ ...asset })),
    })),
  );
  for (const bundleId of new Set(items.flatMap((item) => item.bundleId ?? []))) {
    const valid = /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(bundleId);
    sink.indicator({
      kind: 'package',
      subtype: 'ios',
      value: bundleId,
      standing: valid ? 'proposed' : 'observed',
      confidence: valid ? 100 : 60,
      check: valid ? 'valid' : 'invalid',
      provenance: [{ how: 'bundle identifier in an installation list' }],
    });
    if (valid) sink.fingerprint({ kind: 'ios.bundle-id', value: bundleId, of: 'installation list' });
  }
  sink.examined('installation list: package addresses, bundle identifiers, titles');
}
