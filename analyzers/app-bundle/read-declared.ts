import {
  type AxmlElement,
  attributeOf,
  childrenOf,
  printResValue,
  type ResValue,
} from '../../src/formats/index.ts';
import type { Declared } from './bundle.ts';

const MAX_PERMISSIONS = 1000;

/** Finds the texts of a resource in every language. */
export type LookUp = (id: number) => ReadonlyMap<string, string>;

/** What a manifest declares, as far as the parts of one app must agree on it. */
export function readDeclared(root: AxmlElement, lookUp: LookUp): Declared | undefined {
  if (root.name !== 'manifest') return undefined;
  const text = (element: AxmlElement | undefined, name: string): string | undefined => {
    const value = element && attributeOf(element, name)?.value;
    return value && printed(value, lookUp);
  };
  const sdk = childrenOf(root, 'uses-sdk')[0];
  const application = childrenOf(root, 'application')[0];
  const label = application && attributeOf(application, 'label')?.value;
  const permissions = root.children
    .filter(({ name }) => name === 'uses-permission' || name === 'uses-permission-sdk-23')
    .map((element) => text(element, 'name'))
    .filter((name) => name !== undefined);
  return {
    package: text(root, 'package') ?? '',
    split: text(root, 'split'),
    versionCode: text(root, 'versionCode'),
    versionName: text(root, 'versionName'),
    minSdk: text(sdk, 'minSdkVersion'),
    targetSdk: text(sdk, 'targetSdkVersion'),
    permissions: [...new Set(permissions)].slice(0, MAX_PERMISSIONS),
    labels: label ? labelsOf(label, lookUp) : {},
  };
}

function printed(value: ResValue, lookUp: LookUp): string | undefined {
  if (value.kind !== 'reference') return printResValue(value)?.slice(0, 1000);
  const texts = lookUp(value.id);
  return (texts.get('') ?? [...texts.values()][0])?.slice(0, 1000);
}

function labelsOf(value: ResValue, lookUp: LookUp): Readonly<Record<string, string>> {
  if (value.kind !== 'reference') return { '': printResValue(value)?.slice(0, 300) ?? '' };
  return Object.fromEntries(
    [...lookUp(value.id)].slice(0, 300).map(([tag, text]) => [tag, text.slice(0, 300)]),
  );
}
