import type { Sink } from '../../src/contract/index.ts';
import type { Zip } from '../../src/formats/index.ts';
import type { App, Component, ComponentKind, IntentFilter } from './app.ts';
import { launchersOf } from './judge-declarations.ts';
import { levelOf } from './judge-permissions.ts';
import { MAX_COMPONENTS } from './read-components.ts';
import type { NetworkRules } from './read-network-rules.ts';

const MAX_LISTED = 500;
const short = (text: string | undefined): string | null => (text === undefined ? null : text.slice(0, 1000));

/** The app's own declarations as typed facts. */
export function tellApp(sink: Sink, app: App, network: NetworkRules | undefined): void {
  for (const name of [
    'package',
    'versionCode',
    'versionName',
    'minSdk',
    'targetSdk',
    'compileSdk',
    'label',
  ] as const)
    sink.fact(name, short(app[name]));
  sink.fact(
    'labels',
    Object.fromEntries(Object.entries(app.labels).map(([locale, text]) => [locale, text.slice(0, 300)])),
  );
  for (const name of ['longVersionCode', 'split', 'sharedUserId', 'applicationClass'] as const)
    if (app[name] !== undefined) sink.fact(name, short(app[name]));
  sink.fact('debuggable', app.debuggable);
  sink.fact('allowBackup', app.allowBackup ?? null);
  sink.fact('cleartextTraffic', network?.cleartext ?? app.cleartext ?? null);
  if (network) tellNetwork(sink, network);
  sink.fact(
    'permissions',
    app.permissions.slice(0, MAX_LISTED).map(({ name, element }) => ({
      name: name.slice(0, 300),
      level: levelOf(name) ?? null,
      ...(element === 'uses-permission' ? {} : { fromSdk: 23 }),
    })),
  );
  sink.fact('permissionCount', app.permissions.length);
  if (app.declaredPermissions.length > 0)
    sink.fact(
      'declaredPermissions',
      app.declaredPermissions
        .slice(0, MAX_LISTED)
        .map(({ name, level }) => ({ name: name.slice(0, 300), level: short(level) })),
    );
  sink.fact(
    'features',
    app.features.slice(0, MAX_LISTED).map((name) => name.slice(0, 300)),
  );
  sink.fact(
    'launchers',
    launchersOf(app)
      .slice(0, 20)
      .map((component) => component.name.slice(0, 500)),
  );
  sink.fact('links', linksOf(app));
  sink.fact(
    'metaData',
    app.metaData.slice(0, MAX_LISTED).map(({ name, value, owner }) => ({
      name: name.slice(0, 300),
      value: value.slice(0, 500),
      ...(owner === undefined ? {} : { owner: owner.slice(0, 300) }),
    })),
  );
  tellQueries(sink, app);
  if (app.overlayTarget !== undefined) sink.fact('overlayTarget', short(app.overlayTarget));
  tellComponents(sink, app);
}

function tellNetwork(sink: Sink, { domains, rules, trustsUserCertificates }: NetworkRules): void {
  sink.fact('networkRuleDomains', domains);
  sink.fact('networkRules', {
    trustsUserCertificates,
    rules: rules.slice(0, 100).map((rule) => ({
      domains: rule.domains.slice(0, 50),
      includeSubdomains: rule.includeSubdomains,
      cleartext: rule.cleartext ?? null,
      pins: rule.pins,
      pinExpiry: rule.pinExpiry ?? null,
      trusts: rule.trusts,
    })),
  });
}

function tellQueries(sink: Sink, { queries }: App): void {
  if (Object.values(queries).every((list) => list.length === 0)) return;
  const cut = (list: readonly string[]): string[] =>
    list.slice(0, MAX_LISTED).map((text) => text.slice(0, 300));
  sink.fact('queries', {
    packages: cut(queries.packages),
    actions: cut(queries.actions),
    schemes: cut(queries.schemes),
    authorities: cut(queries.authorities),
  });
}

const factNames: Readonly<Record<ComponentKind, string>> = {
  activity: 'activities',
  'activity-alias': 'activityAliases',
  service: 'services',
  receiver: 'receivers',
  provider: 'providers',
};

function tellComponents(sink: Sink, { components }: App): void {
  if (components.length >= MAX_COMPONENTS)
    sink.notExamined(
      'further components of the manifest',
      'not-run',
      `The first ${MAX_COMPONENTS} were read; there may be more.`,
    );
  for (const [kind, fact] of Object.entries(factNames)) {
    const all = components.filter((component) => component.kind === kind);
    sink.fact(fact, all.slice(0, MAX_LISTED).map(describe));
    if (all.length > MAX_LISTED)
      sink.notExamined(
        `list of ${fact}`,
        'not-run',
        `${all.length} are declared; the first ${MAX_LISTED} are listed.`,
      );
  }
}

function describe(component: Component) {
  return {
    name: component.name.slice(0, 500),
    exported: component.exported,
    exportedAttribute: component.exportedAttribute ?? null,
    permission: short(component.permission),
    intentFilters: component.filters.length,
    ...(component.kind === 'provider'
      ? {
          authorities: (component.authorities ?? []).slice(0, 20).map((text) => text.slice(0, 300)),
          grantsUris: component.grantsUris ?? false,
        }
      : {}),
  };
}

/** Addresses that open the app, as `scheme://host` and the path where one is given. The first of them: a filter multiplies. */
function linksOf({ components }: App): string[] {
  const links = new Set<string>();
  for (const { filters } of components)
    for (const filter of filters)
      for (const link of eachLink(filter)) {
        if (links.size >= MAX_LISTED) return [...links];
        links.add(link.slice(0, 500));
      }
  return [...links];
}

function* eachLink({ schemes, hosts, paths }: IntentFilter): Generator<string> {
  const tails = paths.length > 0 ? paths.map((path) => (path.startsWith('/') ? path : `/${path}`)) : [''];
  // Without a host Android does not look at the path.
  for (const scheme of schemes.slice(0, 20))
    for (const host of hosts.length > 0 ? hosts.slice(0, 50) : [''])
      for (const tail of host === '' ? [''] : tails.slice(0, 20)) yield `${scheme}://${host}${tail}`;
}

/** What the package holds, by name only. */
export function tellContents(sink: Sink, { entries }: Zip): void {
  sink.fact('entryCount', entries.length);
  const programs = entries.filter((entry) => /^classes\d*\.dex$/.test(entry.name));
  sink.fact(
    'programs',
    programs.slice(0, MAX_LISTED).map(({ name, bytes }) => ({ name, bytes })),
  );
  const libraries = entries.filter((entry) => /^lib\/[^/]+\/[^/]+\.so$/.test(entry.name));
  sink.fact(
    'nativeLibraries',
    libraries.slice(0, MAX_LISTED).map(({ name, bytes }) => ({ name: name.slice(0, 300), bytes })),
  );
  sink.fact(
    'processorTypes',
    [...new Set(libraries.map((entry) => entry.name.split('/')[1]!.slice(0, 40)))].sort().slice(0, 20),
  );
}
