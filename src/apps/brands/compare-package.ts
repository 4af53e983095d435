import { type Brand, brands } from '../../../data/brands/index.ts';
import { ordinaryWords } from '../../../data/brands/ordinary-words.ts';
import { editDistance, glanceOf } from '../../indicators/index.ts';
import { brandNames } from './brand-names.ts';

/**
 * How a package name or bundle id uses a brand. `official`: it is one of the brand's · `glyphs`, `typo`: looks like one,
 * or has a part that looks like the name · `namespace`: begins as one of the brand's · `names`: a part of it is the name.
 */
export const packageUses = ['official', 'glyphs', 'typo', 'namespace', 'names'] as const;
export type PackageUse = (typeof packageUses)[number];

export interface PackageMatch {
  readonly brand: Brand;
  readonly use: PackageUse;
  /** The official id, or the name, that it uses. */
  readonly of: string;
}

const LEAST_TYPO = 12;
const LEAST_NAME = 5;
const MAX_ID = 300;

interface Official {
  readonly brand: Brand;
  readonly id: string;
  readonly glance: string;
  readonly namespace: string;
}

let officials: Readonly<Record<'android' | 'ios', readonly Official[]>> | undefined;

function officialsOf(platform: 'android' | 'ios'): readonly Official[] {
  const list = (key: 'android' | 'ios') =>
    brands.flatMap((brand) =>
      (brand[key] ?? []).map((id) => ({ brand, id, glance: glanceOf(id), namespace: namespaceOf(id) })),
    );
  officials ??= { android: list('android'), ios: list('ios') };
  return officials[platform];
}

/** The brand that a package name or bundle id uses most tellingly. */
export function comparePackage(id: string, platform: 'android' | 'ios'): PackageMatch | undefined {
  if (id === '' || id.length > MAX_ID) return undefined;
  const all = officialsOf(platform);
  const glance = glanceOf(id);
  const of = (use: PackageUse, matches: (one: Official) => boolean): PackageMatch | undefined => {
    const found = all.find(matches);
    return found && { brand: found.brand, use, of: found.id };
  };
  return (
    of('official', (one) => one.id === id) ??
    of('glyphs', (one) => one.glance === glance) ??
    glyphsInPart(id) ??
    of('typo', (one) => one.id.length >= LEAST_TYPO && editDistance(id, one.id, 1) === 1) ??
    of('namespace', (one) => one.namespace !== '' && one.namespace === namespaceOf(id)) ??
    nameInPart(id)
  );
}

/** The first two parts, where the second is no name that many share. */
function namespaceOf(id: string): string {
  const [first = '', second = '', third] = id.split('.');
  const shared = third === undefined || second.length < 3 || ordinaryWords.has(second) || SHARED.has(second);
  return shared ? '' : `${first}.${second}`.toLowerCase();
}

const SHARED: ReadonlySet<string> = new Set([
  'com',
  'android',
  'app',
  'apps',
  'gov',
  'net',
  'org',
  'wallet',
  'crypto',
]);

/** `com.blnance.app` */
function glyphsInPart(id: string): PackageMatch | undefined {
  const parts = id.split('.').map((part) => ({ part: part.toLowerCase(), glance: glanceOf(part) }));
  for (const name of latinNames()) {
    const alike = parts.some(({ part, glance }) => glance === name.glance && part !== name.plain);
    if (alike) return { brand: name.brand, use: 'glyphs', of: name.text };
  }
  return undefined;
}

function nameInPart(id: string): PackageMatch | undefined {
  const parts = id.toLowerCase().split('.');
  const name = latinNames().find(({ plain }) => parts.some((part) => part.includes(plain)));
  return name && { brand: name.brand, use: 'names', of: name.text };
}

function latinNames() {
  return brandNames().filter(
    ({ plain, ordinary }) => !ordinary && plain.length >= LEAST_NAME && /^[a-z0-9]+$/.test(plain),
  );
}
