import { dictAt, dictsAt, type PlistDict, textAt } from '../../src/formats/index.ts';
import type { FindingInput } from './finding-input.ts';

/** What an `itms-services` link leads to: where to fetch an app, and what it calls itself. */
export interface OtaItem {
  readonly bundleId: string | undefined;
  readonly version: string | undefined;
  readonly title: string | undefined;
  readonly subtitle: string | undefined;
  readonly kind: string | undefined;
  readonly assets: readonly { readonly kind: string; readonly url: string }[];
}

const MAX_ITEMS = 100;

/** Undefined: the property list installs nothing. (Apple, "Distribute proprietary in-house apps to Apple devices") */
export function otaItemsOf(dict: PlistDict): OtaItem[] | undefined {
  const items = dictsAt(dict, 'items').slice(0, MAX_ITEMS).map(readItem);
  return items.some(({ assets }) => assets.length > 0) ? items : undefined;
}

function readItem(item: PlistDict): OtaItem {
  const metadata = dictAt(item, 'metadata');
  return {
    bundleId: textAt(metadata, 'bundle-identifier', 300),
    version: textAt(metadata, 'bundle-version', 100),
    title: textAt(metadata, 'title', 500),
    subtitle: textAt(metadata, 'subtitle', 500),
    kind: textAt(metadata, 'kind', 100),
    assets: dictsAt(item, 'assets')
      .slice(0, MAX_ITEMS)
      .flatMap((asset) => {
        const url = textAt(asset, 'url', 4000);
        return url === undefined ? [] : [{ kind: textAt(asset, 'kind', 100) ?? 'not named', url }];
      }),
  };
}

/** What the list does. */
export function judgeOta(items: readonly OtaItem[]): FindingInput[] {
  const packages = items.flatMap(({ assets }) => assets.filter(({ kind }) => kind === 'software-package'));
  const named = items.map(
    ({ title, bundleId }) =>
      `“${title?.slice(0, 150) ?? ''}” (${bundleId?.slice(0, 150) ?? 'no identifier'})`,
  );
  return [
    {
      id: 'ota-install',
      title: 'A list for installing an app outside the App Store',
      detail: `A web page with an itms-services link hands this list to the device, which then fetches the app: ${named.slice(0, 5).join(', ')} from ${
        packages
          .slice(0, 5)
          .map(({ url }) => url.slice(0, 300))
          .join(', ') || 'no package address'
      }. Companies install their own apps so; fake investment sites do the same. The package itself is worth fetching by a lawful way while the server answers.`,
      severity: 'medium',
      techniques: ['T1632.001'],
      measure: { name: 'packages', value: packages.length, unit: 'count' },
    },
  ];
}
