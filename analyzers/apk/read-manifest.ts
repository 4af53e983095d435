import {
  type AxmlElement,
  attributeOf,
  childrenOf,
  type ResTable,
  resolveResource,
} from '../../src/formats/index.ts';
import type { App, MetaData, Queries, UsedPermission } from './app.ts';
import { flagOf, textOf, textsOf } from './attribute-values.ts';
import { completeName, isComponent, readComponents } from './read-components.ts';

const MAX_ITEMS = 5000;

/** Reads the declarations of a manifest by the rules of Android's own package parser. */
export function readManifest(root: AxmlElement, table: ResTable | undefined): App {
  const packageName = textOf(root, 'package', table) ?? '';
  const usesSdk = childrenOf(root, 'uses-sdk').at(-1);
  const application: AxmlElement = childrenOf(root, 'application')[0] ?? {
    ...root,
    name: 'application',
    attributes: [],
    children: [],
  };
  const sdk = (name: string): string | undefined => (usesSdk ? textOf(usesSdk, name, table) : undefined);
  const labels = textsOf(application, 'label', table);
  const targetSdk = sdk('targetSdkVersion');
  return {
    package: packageName,
    versionCode: textOf(root, 'versionCode', table),
    longVersionCode: readLongVersion(root, table),
    versionName: textOf(root, 'versionName', table),
    minSdk: sdk('minSdkVersion'),
    targetSdk,
    compileSdk: textOf(root, 'compileSdkVersion', table),
    split: textOf(root, 'split', table),
    sharedUserId: textOf(root, 'sharedUserId', table),
    permissions: readPermissions(root, table),
    declaredPermissions: childrenOf(root, 'permission')
      .slice(0, MAX_ITEMS)
      .map((element) => ({
        name: textOf(element, 'name', table) ?? '',
        level: textOf(element, 'protectionLevel', table),
      })),
    features: childrenOf(root, 'uses-feature')
      .slice(0, MAX_ITEMS)
      .map((element) => textOf(element, 'name', table))
      .filter((name) => name !== undefined),
    applicationClass: completeName(textOf(application, 'name', table), packageName),
    label: labels[''] ?? Object.values(labels)[0],
    labels,
    icons: readIcons(application, table),
    debuggable: flagOf(application, 'debuggable', table) ?? false,
    testOnly: flagOf(application, 'testOnly', table) ?? false,
    allowBackup: flagOf(application, 'allowBackup', table),
    cleartext: flagOf(application, 'usesCleartextTraffic', table),
    networkConfig: textOf(application, 'networkSecurityConfig', table),
    components: readComponents(
      application,
      packageName,
      Number(targetSdk ?? sdk('minSdkVersion') ?? 1),
      table,
    ),
    metaData: readMetaData(application, packageName, table),
    queries: readQueries(root, table),
    overlayTarget: childrenOf(root, 'overlay')
      .slice(0, 1)
      .map((element) => textOf(element, 'targetPackage', table))[0],
  };
}

/** Since API 28 the number has a major part, the upper half of 64 bits. Undefined: there is none. */
function readLongVersion(root: AxmlElement, table: ResTable | undefined): string | undefined {
  const minor = textOf(root, 'versionCode', table) ?? '0';
  const major = Number(textOf(root, 'versionCodeMajor', table) ?? 0);
  if (!Number.isInteger(major) || major === 0 || !/^-?\d{1,10}$/.test(minor)) return undefined;
  return ((BigInt(major) << 32n) | BigInt.asUintN(32, BigInt(minor))).toString();
}

function readPermissions(root: AxmlElement, table: ResTable | undefined): UsedPermission[] {
  const found = new Map<string, UsedPermission>();
  for (const element of root.children) {
    if (!/^uses-permission(-sdk-23|-sdk-m)?$/.test(element.name) || found.size >= MAX_ITEMS) continue;
    const name = textOf(element, 'name', table);
    if (name && !found.has(name)) found.set(name, { name, offset: element.offset, element: element.name });
  }
  return [...found.values()];
}

/** All files the icon can be, the densest picture first. Vectors and layered icons are XML and come last. */
function readIcons(application: AxmlElement, table: ResTable | undefined): string[] {
  const value = (attributeOf(application, 'icon') ?? attributeOf(application, 'roundIcon'))?.value;
  if (!value) return [];
  if (value.kind === 'string') return [value.text];
  if (value.kind !== 'reference' || !table) return [];
  const files = resolveResource(table, value.id).flatMap((resolved) =>
    resolved.value.kind === 'string' ? [{ path: resolved.value.text, density: resolved.config.density }] : [],
  );
  const rank = (file: { path: string; density: number }): number =>
    file.path.endsWith('.xml') ? -1 : file.density >= 0xfffe ? 0 : file.density;
  return [...new Set(files.sort((a, b) => rank(b) - rank(a)).map((file) => file.path))].slice(0, 50);
}

/** Of the app, then of its components, each with whose it is. */
function readMetaData(
  application: AxmlElement,
  packageName: string,
  table: ResTable | undefined,
): MetaData[] {
  const owners = [application, ...application.children.filter(isComponent)];
  return owners
    .flatMap((owner) =>
      childrenOf(owner, 'meta-data')
        .slice(0, MAX_ITEMS)
        .map((element) => ({
          name: textOf(element, 'name', table) ?? '',
          value: textOf(element, 'value', table) ?? textOf(element, 'resource', table) ?? '',
          ...(owner === application
            ? {}
            : { owner: completeName(textOf(owner, 'name', table), packageName) ?? '' }),
        })),
    )
    .slice(0, MAX_ITEMS);
}

function readQueries(root: AxmlElement, table: ResTable | undefined): Queries {
  const all = childrenOf(root, 'queries').flatMap((element) => element.children);
  const texts = (elements: readonly AxmlElement[], attribute: string): string[] => [
    ...new Set(elements.slice(0, MAX_ITEMS).flatMap((element) => textOf(element, attribute, table) ?? [])),
  ];
  const named = (name: string): AxmlElement[] => all.filter((element) => element.name === name);
  const intents = named('intent');
  return {
    packages: texts(named('package'), 'name'),
    actions: texts(
      intents.flatMap((intent) => childrenOf(intent, 'action')),
      'name',
    ),
    schemes: texts(
      intents.flatMap((intent) => childrenOf(intent, 'data')),
      'scheme',
    ),
    authorities: texts(named('provider'), 'authorities'),
  };
}
