import type { IndicatorKind, SharedTrait } from '../../contract/index.ts';
import type { AppSide } from './app-side.ts';

const MOST = 100;

/** Which kinds of values are told, and what sharing one means. Ordered by what they say about people. */
const telling: readonly (readonly [IndicatorKind, string, string])[] = [
  [
    'service-key',
    'Same keys of online services',
    'One account at a service provider stands behind both, or one copied the other’s configuration. The provider can be asked whose it is.',
  ],
  ['team-id', 'Same developer team', 'Both come from one developer account at the app store or phone maker.'],
  ['wallet', 'Same wallets', 'Money sent through either arrives at the same place.'],
  ['bank-account', 'Same bank accounts', 'Money sent through either arrives at the same place.'],
  ['payment-id', 'Same payment accounts', 'Money sent through either arrives at the same place.'],
  ['phone', 'Same telephone numbers', 'The same number is named in both.'],
  ['handle', 'Same handles', 'The same account is named in both.'],
  ['group-link', 'Same groups', 'Both lead to the same group.'],
  ['email', 'Same e-mail addresses', 'The same address is named in both.'],
  ['invite-code', 'Same invitation codes', 'The same code is named in both.'],
  ['url', 'Same addresses', 'Both hold the same web addresses.'],
  ['domain', 'Same hosts', 'Both talk to, or name, the same hosts.'],
  ['ip', 'Same IP addresses', 'Both hold the same numeric addresses.'],
];

/** Everything that both apps have, the weightiest first. */
export function findShared(a: AppSide, b: AppSide): SharedTrait[] {
  return [
    ...sharedSigners(a, b),
    ...telling.flatMap(([kind, title, detail]) => sharedIndicators(a, b, kind, title, detail)),
    ...sharedFiles(a, b),
    ...sharedName(a, b),
    ...commonValues(a, b),
  ];
}

function trait(values: readonly string[], rest: Omit<SharedTrait, 'values' | 'total'>): SharedTrait[] {
  if (values.length === 0) return [];
  const listed = values.slice(0, MOST).map((value) => value.slice(0, 4096));
  return [{ ...rest, values: listed, total: values.length }];
}

/** A key that was published, or that every developer's tool makes alike, is nobody's. */
function sharedSigners(a: AppSide, b: AppSide): SharedTrait[] {
  const same = [...a.signers].filter(([hash]) => b.signers.has(hash));
  const open = same.filter(([, kind]) => kind === 'public');
  const own = same.filter(([, kind]) => kind !== 'public');
  return [
    ...trait(hashes(own), {
      id: 'signer',
      title: 'Same signer',
      detail: 'Both are signed with the same key. Whoever holds it built both, or signed both again.',
      telling: true,
      kind: 'certificate',
    }),
    ...trait(hashes(open), {
      id: 'public-signer',
      title: 'Same public signing key',
      detail: 'Both are signed with a key that anyone can download. It says nothing about who made them.',
      telling: false,
      kind: 'certificate',
    }),
  ];
}

const hashes = (signers: readonly (readonly [string, string])[]): string[] => signers.map(([hash]) => hash);

function sharedIndicators(
  a: AppSide,
  b: AppSide,
  kind: IndicatorKind,
  title: string,
  detail: string,
): SharedTrait[] {
  const values = valuesOf(a, kind, true).filter((value) => valuesOf(b, kind, true).includes(value));
  return trait(values, { id: `same-${kind}`, title, detail, telling: true, kind });
}

/** Values of one kind, each once; `proposed`: those that may point at someone. A victim's own are left out. */
export function valuesOf({ indicators }: AppSide, kind: IndicatorKind, proposed: boolean): string[] {
  const values = indicators.filter(
    (one) => one.kind === kind && !one.sensitive && (one.standing !== 'observed') === proposed,
  );
  return [...new Set(values.map(({ value }) => value))];
}

function sharedFiles(a: AppSide, b: AppSide): SharedTrait[] {
  const theirs = new Map(b.files.map((file) => [file.sha256, file]));
  const same = a.files.filter((file) => theirs.has(file.sha256)).sort((p, q) => q.bytes - p.bytes);
  return trait(
    same.map(({ name, bytes }) => `${name} (${bytes} bytes)`),
    {
      id: 'files',
      title: 'Same files, byte for byte',
      detail:
        'Programs, native libraries or data files with the same hash. Native libraries and scripts of public kits are shared by unrelated apps as well.',
      telling: same.some(({ name }) => name.endsWith('.dex')),
    },
  );
}

function sharedName(a: AppSide, b: AppSide): SharedTrait[] {
  const rest = { telling: false, detail: 'A name is free to choose: it is no proof of a common origin.' };
  const same = (x?: string, y?: string): string[] => (x !== undefined && x === y ? [x] : []);
  return [
    ...trait(same(a.side.package, b.side.package), {
      id: 'package',
      title: 'Same package name',
      kind: 'package',
      ...rest,
    }),
    ...trait(same(a.side.label, b.side.label), { id: 'label', title: 'Same name on the screen', ...rest }),
  ];
}

/** What both hold because of the libraries in them: counted, so that nobody takes it for a link. */
function commonValues(a: AppSide, b: AppSide): SharedTrait[] {
  const values = (['domain', 'url', 'email', 'service-key'] as const).flatMap((kind) => {
    const theirs = new Set(valuesOf(b, kind, false));
    return valuesOf(a, kind, false).filter((value) => theirs.has(value));
  });
  return trait(values.slice(0, 10), {
    id: 'common-values',
    title: 'Addresses of libraries and documentation in both',
    detail: `${values.length} values that come with public libraries stand in both. They say which libraries were used, not by whom.`,
    telling: false,
    kind: 'url',
  });
}
