import type { App, Component } from './app.ts';
import type { FindingInput } from './finding-input.ts';
import type { NetworkRules } from './read-network-rules.ts';

/** What the manifest declares besides permissions and is worth an investigator's eye. */
export function judgeDeclarations(app: App, network: NetworkRules | undefined): FindingInput[] {
  return [
    ...when(app.debuggable, {
      id: 'manifest/debuggable',
      title: 'The app is a debug build',
      detail: 'It is marked as debuggable. App shops refuse such apps: it was handed out another way.',
      severity: 'low',
    }),
    ...when(app.testOnly, {
      id: 'manifest/test-only',
      title: 'The app is marked for testing only',
      detail: 'Android installs it only through a cable or with a developer option.',
      severity: 'low',
    }),
    ...judgeCleartext(app, network),
    ...when(network?.trustsUserCertificates === true, {
      id: 'manifest/trusts-user-certificates',
      title: 'The app trusts certificates that were added to the device',
      detail:
        'Its network configuration accepts certification authorities installed by the user: whoever had one installed can read its traffic.',
      severity: 'info',
      locations: entry(app.networkConfig),
    }),
    ...judgeLauncher(app),
    ...judgeOpenComponents(app),
  ];
}

function judgeCleartext(app: App, network: NetworkRules | undefined): FindingInput[] {
  const allowed = network?.cleartext ?? app.cleartext;
  if (allowed !== true) return [];
  return [
    {
      id: 'manifest/cleartext-traffic',
      title: 'The app allows connections without encryption',
      detail:
        'It declares that it may talk to servers over plain HTTP. Quickly made apps with changing servers often do; honest ones do too.',
      severity: 'low',
      techniques: ['T1437.001'],
      locations: entry(network ? app.networkConfig : 'AndroidManifest.xml'),
    },
  ];
}

const isLauncher = (component: Component): boolean =>
  component.enabled &&
  component.filters.some(
    ({ actions, categories }) =>
      actions.includes('android.intent.action.MAIN') &&
      categories.some((category) => /^android\.intent\.category\.(LEANBACK_)?LAUNCHER$/.test(category)),
  );

/** Components with an icon on the home screen. */
export function launchersOf({ components }: App): Component[] {
  return components.filter((component) => component.kind.startsWith('activity') && isLauncher(component));
}

function judgeLauncher(app: App): FindingInput[] {
  if (app.package === '' || app.split || app.components.length === 0 || launchersOf(app).length > 0)
    return [];
  return [
    {
      id: 'manifest/no-icon',
      title: 'The app shows no icon on the home screen',
      detail:
        'No enabled activity is declared for the launcher. Add-ons and system parts look like this, and so do apps that hide.',
      severity: 'low',
      techniques: ['T1628.001'],
      locations: entry('AndroidManifest.xml'),
    },
  ];
}

function judgeOpenComponents(app: App): FindingInput[] {
  const launchers = new Set(launchersOf(app));
  const open = app.components.filter(
    (one) => one.exported && one.enabled && !one.permission && !launchers.has(one),
  );
  if (open.length === 0) return [];
  return [
    {
      id: 'manifest/open-components',
      title: `${open.length} component(s) can be started by any other app`,
      detail: `Exported without a permission: ${open
        .slice(0, 10)
        .map((component) => `${component.kind} ${component.name.slice(0, 200)}`)
        .join(', ')}${open.length > 10 ? ', …' : ''}. Common in honest apps.`,
      severity: 'info',
      measure: { name: 'open components', value: open.length, unit: 'count' },
      locations: open
        .slice(0, 50)
        .map(({ offset }) => ({ kind: 'entry', path: 'AndroidManifest.xml', offset })),
    },
  ];
}

function when(condition: boolean, finding: FindingInput): FindingInput[] {
  return condition ? [{ locations: entry('AndroidManifest.xml'), ...finding }] : [];
}

function entry(path: string | undefined): { kind: 'entry'; path: string }[] {
  return path ? [{ kind: 'entry', path: path.slice(0, 4096) }] : [];
}
