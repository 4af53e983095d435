import { appNameIndicator, fileIndicator, isAppName } from '../../src/apps/index.ts';
import type { OpenArtefact, Sink } from '../../src/contract/index.ts';
import type { Bundle } from './bundle.ts';
import type { Merged } from './merge-parts.ts';

const MAX_LISTED = 200;

/** The app as a device would have it, and each part. */
export function tellFacts(sink: Sink, bundle: Bundle, merged: Merged): void {
  const { declared } = merged;
  sink.fact('kind', bundle.kind);
  for (const name of ['package', 'versionCode', 'versionName', 'minSdk', 'targetSdk'] as const)
    sink.fact(name, declared?.[name] ?? null);
  sink.fact('label', declared?.labels[''] ?? Object.values(declared?.labels ?? {})[0] ?? null);
  sink.fact('labels', { ...declared?.labels });
  sink.fact(
    'permissions',
    [...merged.permissions].slice(0, 500).map(([name, parts]) => ({
      name: name.slice(0, 300),
      parts: parts.slice(0, 20).map((path) => path.slice(0, 300)),
    })),
  );
  for (const name of ['abis', 'densities', 'languages', 'features'] as const)
    sink.fact(
      name,
      merged[name].slice(0, MAX_LISTED).map((one) => one.slice(0, 200)),
    );
  sink.fact(
    'expansions',
    bundle.expansions.map((name) => name.slice(0, 300)),
  );
  sink.fact(
    'parts',
    bundle.parts.slice(0, MAX_LISTED).map(({ path, bytes, role, declared: own, signers }) => ({
      path: path.slice(0, 500),
      bytes,
      role: role?.slice(0, 200) ?? null,
      package: own?.package.slice(0, 300) ?? null,
      versionCode: own?.versionCode ?? null,
      signers: [...signers],
    })),
  );
  if (bundle.bundletool !== undefined) sink.fact('bundletool', bundle.bundletool);
  if (bundle.listing) {
    const { permissions, parts, ...claims } = bundle.listing;
    const told = Object.entries(claims).map(([name, value]) => [name, value ?? null] as const);
    sink.fact('listing', {
      ...Object.fromEntries(told),
      permissions: permissions.length,
      parts: parts.length,
    });
  }
}

/** What others can match on: the file, the package name. Signers and the parts' own hashes are told with the parts. */
export function tellIndicators(sink: Sink, artefact: OpenArtefact, bundle: Bundle, merged: Merged): void {
  sink.indicator(fileIndicator(artefact.sha256, 'hash of the whole bundle'));
  const names = new Set(bundle.parts.flatMap(({ declared }) => declared?.package || []));
  for (const name of [...names].slice(0, 20)) {
    const part = name === merged.declared?.package ? 'the base part' : 'a part';
    sink.indicator(appNameIndicator('android', name, { how: `package name of ${part}` }));
  }
  const base = merged.declared?.package;
  if (base && isAppName('android', base))
    sink.fingerprint({ kind: 'android.package', value: base, of: 'base part' });
}
