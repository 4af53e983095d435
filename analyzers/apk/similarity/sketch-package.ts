import type { Fingerprint } from '../../../src/contract/index.ts';
import { minHash } from '../../../src/fingerprints/index.ts';
import type { ResTable, Zip } from '../../../src/formats/index.ts';
import type { App } from '../app.ts';
import { relativeTo } from './describe-class.ts';

/** Names that the usual libraries bring into every app that uses them. */
const libraryName =
  /^[^/]*\/(abc|mtrl|m3|material|design|androidx|common_google|googleg|fcm|gcm|exo|notification|tooltip|test|cardview|preference|browser|fragment|lb|navigation|status_bar_notification|com_facebook|firebase|google|play)_/;
/** Kinds of resources that are names for style only. */
const styleOnly = /^(attr|style|styleable|macro|integer|bool|interpolator|animator|anim|dimen)\//;
const LEAST_TEXT = 4;
const MOST_NAMES = 200_000;

/** Fingerprints of what the package declares and holds, its programs aside. */
export function sketchPackage(
  zip: Zip,
  app: App | undefined,
  table: ResTable | undefined,
): readonly Fingerprint[] {
  const { names, texts } = resourcesOf(table);
  const sets: readonly (readonly [string, string, Iterable<string>])[] = [
    ['minhash-files-v1', 'entries of the package', filesOf(zip)],
    ['minhash-manifest-v1', 'manifest', app ? declarationsOf(app) : []],
    ['minhash-resource-names-v1', 'resource table', names],
    ['minhash-resource-texts-v1', 'resource table', texts],
  ];
  return sets.flatMap(([kind, of, elements]) => {
    const value = minHash(elements);
    return value === undefined ? [] : [{ kind, value, of }];
  });
}

/** Contents by checksum and size, as the directory has them: names, signatures, times and order take no part. */
function* filesOf({ entries }: Zip): Generator<string> {
  for (const { name, crc32, bytes, isFolder } of entries)
    if (!isFolder && bytes > 0 && !name.startsWith('META-INF/')) yield `${crc32}:${bytes}`;
}

function* declarationsOf(app: App): Generator<string> {
  for (const { name } of app.permissions) yield `permission ${relativeTo(app.package, name)}`;
  for (const name of app.features) yield `feature ${name}`;
  for (const { name } of app.metaData) yield `data ${relativeTo(app.package, name)}`;
  for (const { kind, name, filters } of app.components) {
    yield `${kind} ${relativeTo(app.package, name)}`;
    for (const { actions, schemes, hosts } of filters)
      for (const text of [...actions, ...schemes, ...hosts]) yield `filter ${relativeTo(app.package, text)}`;
  }
}

/** Names and texts of the app's own resources, in one walk over the table. */
function resourcesOf(table: ResTable | undefined): { names: Set<string>; texts: Set<string> } {
  const [names, texts] = [new Set<string>(), new Set<string>()];
  const isOwn = new Map<string, boolean>();
  for (const { type, key, value, items } of table?.walk() ?? []) {
    if (names.size >= MOST_NAMES || texts.size >= MOST_NAMES) break;
    const name = `${type}/${key}`;
    const own = isOwn.get(name) ?? (key !== '' && !libraryName.test(name) && !styleOnly.test(name));
    isOwn.set(name, own);
    if (!own) continue;
    names.add(name);
    if (!/^(string|array|plurals)$/.test(type)) continue;
    for (const one of value ? [value] : items)
      if (one.kind === 'string' && one.text.length >= LEAST_TEXT) texts.add(one.text.slice(0, 1000));
  }
  return { names, texts };
}
