import { type Brand, brands } from '../../../data/brands/index.ts';
import { hammingDistance } from '../../fingerprints/index.ts';
import type { AppIdentity, BrandIcon } from './app-identity.ts';
import { compareLabel, type LabelMatch, rankOf } from './compare-label.ts';
import { comparePackage, type PackageMatch } from './compare-package.ts';

export interface IdentityMatch {
  readonly label: LabelMatch | undefined;
  readonly package: PackageMatch | undefined;
  readonly icon:
    | { readonly brand: Brand | undefined; readonly name: string; readonly bits: number }
    | undefined;
}

const MOST_LABELS = 200;
/** Of 64: beyond it, pictures that share a shape and colour are taken for each other. */
const MOST_BITS = 6;

/** The brand that an app's names and icon use most tellingly. */
export function compareIdentity(identity: AppIdentity, icons: readonly BrandIcon[]): IdentityMatch {
  const used = comparePackage(identity.id, identity.platform);
  const labels = identity.labels.slice(0, MOST_LABELS).flatMap(compareLabel);
  // The brand whose id it carries first: names of one brand stand in those of others.
  const own = labels.filter((match) => match.brand.id === used?.brand.id);
  const label = mostTelling(own) ?? mostTelling(labels);
  return { label, package: used, icon: nearestIcon(identity.iconHash, icons) };
}

function mostTelling(matches: readonly LabelMatch[]): LabelMatch | undefined {
  const strength = (match: LabelMatch) => rankOf(match.use) + (match.ordinary ? 10 : 0);
  return [...matches].sort((a, b) => strength(a) - strength(b))[0];
}

function nearestIcon(hash: string | undefined, icons: readonly BrandIcon[]): IdentityMatch['icon'] {
  if (hash === undefined) return undefined;
  const near = icons
    .filter((icon) => icon.hash.length === hash.length)
    .map((icon) => ({ icon, bits: hammingDistance(icon.hash, hash) }))
    .filter(({ bits }) => bits <= MOST_BITS)
    .sort((a, b) => a.bits - b.bits)[0];
  if (!near) return undefined;
  const brand = brands.find(({ id }) => id === near.icon.brand);
  return { brand, name: brand?.name ?? near.icon.brand, bits: near.bits };
}
