import type { Fingerprint } from '../../../src/contract/index.ts';
import { minHash } from '../../../src/fingerprints/index.ts';
import { type ResTable, resourceNames, resourceStrings, type Zip } from '../../../src/formats/index.ts';
import type { App } from '../app.ts';
import { relativeTo } from './describe-class.ts';

/** Names that the usual libraries bring into every app that uses them. */
const libraryName =
  /^[^/]*\/(abc|mtrl|m3|material|design|androidx|common_google|googleg|fcm|gcm|exo|notification|tooltip|test|cardview|preference|browser|fragment|lb|navigation|status_bar_notification|com_facebook|firebase|google|play)_/;
/** Kinds of resources that are names for style only. */
const styleOnly = /^(attr|style|styleable|macro|integer|bool|interpolator|animator|anim|dimen)\//;
const LEAST_TEXT = 4;

/** Fingerprints of what the package declares and holds, its programs aside. */
export function sketchPackage(
  zip: Zip,
  app: App | undefined,
  table: ResTable | undefined,
): readonly Fingerprint[] {
  const sets: readonly (readonly [string, string, Iterable<string>])[] = [
    ['minhash-files-v1', 'entries of the package', filesOf(zip)],
    ['minhash-manifest-v1', 'manifest', app ? declarationsOf(app) : []],
    ['minhash-resource-names-v1', 'resource table', table ? namesOf(table) : []],
    ['minhash-resource-texts-v1', 'resource table', table ? textsOf(table) : []],
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

function* namesOf(table: ResTable): Generator<string> {
  for (const name of resourceNames(table)) if (!libraryName.test(name) && !styleOnly.test(name)) yield name;
}

function* textsOf(table: ResTable): Generator<string> {
  for (const { value, name } of resourceStrings(table))
    if (value.length >= LEAST_TEXT && !libraryName.test(name) && !styleOnly.test(name))
      yield value.slice(0, 1000);
}
