import { type AxmlElement, childrenOf, type ResTable } from '../../src/formats/index.ts';
import type { Component, ComponentKind, IntentFilter } from './app.ts';
import { flagOf, textOf } from './attribute-values.ts';

const kinds: readonly ComponentKind[] = ['activity', 'activity-alias', 'service', 'receiver', 'provider'];
/** Components that are read of one manifest. */
export const MAX_COMPONENTS = 5000;
const FILE_PATHS = /^(android\.support|androidx\.core)\.FILE_PROVIDER_PATHS$/;

export function isComponent({ name }: AxmlElement): boolean {
  return (kinds as readonly string[]).includes(name);
}

/** Activities, services, receivers and providers, by the rules of Android's own package parser. */
export function readComponents(
  application: AxmlElement,
  packageName: string,
  targetSdk: number,
  table: ResTable | undefined,
): Component[] {
  return application.children
    .filter(isComponent)
    .slice(0, MAX_COMPONENTS)
    .map((element) => readComponent(element, packageName, targetSdk, table));
}

function readComponent(
  element: AxmlElement,
  packageName: string,
  targetSdk: number,
  table: ResTable | undefined,
): Component {
  const kind = element.name as ComponentKind;
  const filters = childrenOf(element, 'intent-filter')
    .slice(0, 200)
    .map((filter) => readFilter(filter, table));
  const exportedAttribute = flagOf(element, 'exported', table);
  // Providers were open to all before API 17; everything else is open when it filters intents.
  const byDefault = kind === 'provider' ? targetSdk < 17 : filters.length > 0;
  return {
    kind,
    name: completeName(textOf(element, 'name', table), packageName) ?? '',
    exportedAttribute,
    exported: exportedAttribute ?? byDefault,
    enabled: flagOf(element, 'enabled', table) ?? true,
    permission: textOf(element, 'permission', table),
    filters,
    offset: element.offset,
    ...(kind === 'provider' ? readProvider(element, table) : {}),
  };
}

function readProvider(
  element: AxmlElement,
  table: ResTable | undefined,
): Pick<Component, 'authorities' | 'grantsUris' | 'pathsEntry'> {
  const paths = childrenOf(element, 'meta-data').find((one) =>
    FILE_PATHS.test(textOf(one, 'name', table) ?? ''),
  );
  const pathsEntry = paths && textOf(paths, 'resource', table);
  return {
    authorities: (textOf(element, 'authorities', table) ?? '').split(';').filter((text) => text !== ''),
    grantsUris: flagOf(element, 'grantUriPermissions', table) ?? false,
    ...(pathsEntry === undefined ? {} : { pathsEntry }),
  };
}

function readFilter(filter: AxmlElement, table: ResTable | undefined): IntentFilter {
  const names = (element: string, attribute: string, suffix = ''): string[] => {
    const texts = childrenOf(filter, element)
      .slice(0, 200)
      .map((child) => textOf(child, attribute, table))
      .filter((text) => text !== undefined && text !== '');
    return [...new Set(texts.map((text) => `${text}${suffix}`))];
  };
  return {
    actions: names('action', 'name'),
    categories: names('category', 'name'),
    schemes: names('data', 'scheme'),
    hosts: names('data', 'host'),
    paths: [...names('data', 'path'), ...names('data', 'pathPrefix', '*'), ...names('data', 'pathPattern')],
    verified: flagOf(filter, 'autoVerify', table) ?? false,
  };
}

/** `.Main` and `Main` belong to the package; a name with a dot inside stands for itself (PackageParser.buildClassName). */
export function completeName(name: string | undefined, packageName: string): string | undefined {
  if (!name) return undefined;
  if (name.startsWith('.')) return packageName + name;
  return name.includes('.') ? name : `${packageName}.${name}`;
}
