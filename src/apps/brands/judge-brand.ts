import type { z } from 'zod';
import type { Brand } from '../../../data/brands/index.ts';
import type { Finding } from '../../contract/index.ts';
import type { AppIdentity, BrandIcon } from './app-identity.ts';
import { comparedWords, labelWords, namesAre } from './brand-words.ts';
import { compareIdentity, type IdentityMatch } from './compare-identity.ts';
import type { LabelMatch } from './compare-label.ts';

type FindingInput = z.input<typeof Finding>;

/** Ids of the findings, for the table of weights. */
export const brandFindingIds = {
  official: 'official-app',
  unknownSigner: 'official-package',
  foreignSigner: 'imitates-brand/signer',
  lookAlike: 'imitates-brand/look-alike',
  name: 'imitates-brand',
  namespace: 'brand-namespace',
  icon: 'imitates-brand/icon',
  mentions: 'names-brand',
} as const;

/**
 * What an app's label, package name, signer and icon say of a known brand. At most one finding for names and one for the
 * icon. Never a verdict: our list of a brand's own apps may be incomplete, and each finding says so.
 */
export function judgeBrand(identity: AppIdentity, icons: readonly BrandIcon[] = []): FindingInput[] {
  const match = compareIdentity(identity, icons);
  return [...judgeNames(identity, match), ...judgeIcon(identity, match)];
}

function judgeNames(identity: AppIdentity, match: IdentityMatch): FindingInput[] {
  const { package: used, label } = match;
  if (used?.use === 'official') return [judgeOfficial(identity, used.brand)];
  const telling = label && !label.ordinary && label.use !== 'contains' ? label : undefined;
  if (telling?.use === 'glyphs' || telling?.use === 'typo' || used?.use === 'glyphs' || used?.use === 'typo')
    return [judgeLookAlike(identity, match, telling)];
  if (telling) return [judgeName(identity, match, telling)];
  const mentioned = label?.brand ?? (used?.use === 'names' ? used.brand : undefined);
  return mentioned ? [judgeMention(identity, match, mentioned)] : [];
}

function judgeOfficial(identity: AppIdentity, brand: Brand): FindingInput {
  const known = brand.signers ?? [];
  const compared = comparedWords(identity, brand);
  if (known.length === 0)
    return {
      id: brandFindingIds.unknownSigner,
      title: `Carries the package name of ${brand.name}; whether it is theirs we cannot say`,
      detail: `${compared} A package name can be copied by anyone. Compare the signing certificate with that of a copy from the official shop.`,
      severity: 'info',
    };
  if (identity.signers.length > 0 && identity.signers.every((signer) => known.includes(signer)))
    return {
      id: brandFindingIds.official,
      title: `Package name and signer are those known as ${brand.name}'s`,
      detail: `${compared} The signature holds: no part of the app that it covers was changed after signing.`,
      severity: 'info',
    };
  return {
    id: brandFindingIds.foreignSigner,
    title: `Carries the package name of ${brand.name} without its known signature`,
    detail: `${compared} A changed copy of the original looks like this. So does an original from a shop that signs anew.`,
    severity: 'high',
    techniques: ['T1655.001'],
  };
}

function judgeLookAlike(
  identity: AppIdentity,
  { package: used, label }: IdentityMatch,
  telling: LabelMatch | undefined,
): FindingInput {
  const brand = telling?.brand ?? used?.brand ?? label!.brand;
  return {
    id: brandFindingIds.lookAlike,
    title: `Written to be taken for ${brand.name}`,
    detail: [
      telling && labelWords(telling),
      used && used.brand.id === brand.id && namesAre(used, identity),
      comparedWords(identity, brand),
    ]
      .filter((part) => part)
      .join(' '),
    severity: 'high',
    techniques: ['T1655.001'],
  };
}

function judgeName(identity: AppIdentity, { package: used }: IdentityMatch, label: LabelMatch): FindingInput {
  const { brand } = label;
  const compared = `${labelWords(label)} ${comparedWords(identity, brand)}`;
  const known = identity.platform === 'android' ? brand.android : brand.ios;
  if (known === undefined || (used?.use === 'namespace' && used.brand.id === brand.id))
    return {
      id: brandFindingIds.namespace,
      title: `Uses the name of ${brand.name}; whether it is theirs we cannot say`,
      detail: `${compared}${known === undefined ? '' : ' Its package name begins as theirs does, which anybody can write.'}`,
      severity: 'low',
      techniques: ['T1655.001'],
    };
  return {
    id: brandFindingIds.name,
    title: `Uses the name of ${brand.name} under a package name that is not known as theirs`,
    detail: compared,
    severity: 'medium',
    techniques: ['T1655.001'],
  };
}

function judgeMention(identity: AppIdentity, { label }: IdentityMatch, brand: Brand): FindingInput {
  return {
    id: brandFindingIds.mentions,
    title: `The name ${brand.name} is a part of its names`,
    detail: `${label ? labelWords(label) : `Package name ${identity.id.slice(0, 300)}.`} Tools for a brand's customers, and apps that share a common word with it, look like this too.`,
    severity: 'info',
  };
}

function judgeIcon(identity: AppIdentity, { icon, package: used }: IdentityMatch): FindingInput[] {
  if (!icon || (used?.use === 'official' && used.brand.id === icon.brand?.id)) return [];
  return [
    {
      id: brandFindingIds.icon,
      title: `The icon is that of ${icon.name}, or very like it`,
      detail: `Its perceptual hash differs from one that your unit gave for ${icon.name}. The package name ${identity.id.slice(0, 300)} is not known as theirs.`,
      severity: 'medium',
      techniques: ['T1655.001'],
      measure: { name: 'differing bits of 64', value: icon.bits, unit: 'count', threshold: 6 },
    },
  ];
}
