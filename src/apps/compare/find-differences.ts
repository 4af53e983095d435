import type { Difference, IndicatorKind } from '../../contract/index.ts';
import type { AppSide } from './app-side.ts';
import { valuesOf } from './find-shared.ts';

const MOST = 100;

const indicatorTitles: readonly (readonly [IndicatorKind, string])[] = [
  ['domain', 'Hosts'],
  ['url', 'Addresses'],
  ['ip', 'IP addresses'],
  ['service-key', 'Keys of online services'],
  ['wallet', 'Wallets'],
  ['phone', 'Telephone numbers'],
  ['email', 'E-mail addresses'],
  ['handle', 'Handles'],
];

/** Everything in which two apps differ. */
export function findDifferences(a: AppSide, b: AppSide): Difference[] {
  const single = (x?: string): string[] => (x === undefined ? [] : [x]);
  return [
    ...difference('label', 'Name on the screen', single(a.side.label), single(b.side.label)),
    ...difference('package', 'Package name', single(a.side.package), single(b.side.package), 'package'),
    ...difference('version', 'Version', single(a.side.version), single(b.side.version)),
    ...difference(
      'signer',
      'Signing certificates',
      [...a.signers.keys()],
      [...b.signers.keys()],
      'certificate',
    ),
    ...difference('sdk', 'Android versions (least–target)', [a.sdks], [b.sdks]),
    ...difference('permissions', 'Permissions', a.permissions, b.permissions),
    ...indicatorTitles.flatMap(([kind, title]) =>
      difference(`only-${kind}`, title, valuesOf(a, kind, true), valuesOf(b, kind, true), kind),
    ),
    ...difference('components', 'Screens, services and receivers', a.components, b.components),
    ...difference('files', 'Programs, libraries and data files', fileNames(a, b), fileNames(b, a)),
  ];
}

function difference(
  id: string,
  title: string,
  a: readonly string[],
  b: readonly string[],
  kind?: IndicatorKind,
): Difference[] {
  const [ours, theirs] = [new Set(a), new Set(b)];
  const onlyA = [...ours].filter((value) => !theirs.has(value));
  const onlyB = [...theirs].filter((value) => !ours.has(value));
  if (onlyA.length === 0 && onlyB.length === 0) return [];
  const listed = (values: readonly string[]) => values.slice(0, MOST).map((value) => value.slice(0, 4096));
  return [
    {
      id,
      title,
      ...(kind === undefined ? {} : { kind }),
      onlyA: listed(onlyA),
      onlyB: listed(onlyB),
      totalA: onlyA.length,
      totalB: onlyB.length,
    },
  ];
}

/** Names of the files of one side whose content the other lacks; a changed file is on both sides. */
function fileNames(one: AppSide, other: AppSide): string[] {
  const theirs = new Set(other.files.map(({ sha256 }) => sha256));
  const names = new Set(other.files.map(({ name }) => name));
  return one.files
    .filter(({ sha256 }) => !theirs.has(sha256))
    .map(({ name, sha256 }) => `${name}${names.has(name) ? ` (changed: ${sha256.slice(0, 12)}…)` : ''}`);
}
