import type { Brand } from '../../../data/brands/index.ts';
import type { AppIdentity } from './app-identity.ts';
import type { LabelMatch, LabelUse } from './compare-label.ts';
import type { PackageMatch } from './compare-package.ts';

const USES: Readonly<Record<LabelUse, (label: string, name: string) => string>> = {
  same: (label) => `The label “${label}” is the name itself.`,
  glyphs: (label, name) => `The label “${label}” is “${name}” in look-alike characters.`,
  decorated: (label, name) => `The label “${label}” is “${name}” with words that such apps add.`,
  typo: (label, name) => `The label “${label}” is hardly a letter away from “${name}”.`,
  contains: (label, name) => `The label “${label}” contains “${name}” among other words.`,
};

export function labelWords({ use, label, name }: LabelMatch): string {
  return USES[use](label.slice(0, 120), name);
}

/** How the package name looks like a brand's. */
export function namesAre({ use, of }: PackageMatch, { id }: AppIdentity): string {
  const own = id.slice(0, 300);
  if (use === 'glyphs') return `The package name ${own} uses look-alike characters for “${of}”.`;
  return use === 'typo' ? `The package name ${own} is one letter away from ${of}.` : '';
}

/** Package and signer compared with those known, and what is not known. */
export function comparedWords({ id, platform, signers }: AppIdentity, brand: Brand): string {
  const known = (platform === 'android' ? brand.android : brand.ios) ?? [];
  const own =
    id === '' ? 'It has no package name that could be read' : `Its package name is ${id.slice(0, 300)}`;
  const listed =
    known.length === 0 ? 'none of the brand is in our list' : `known as the brand's: ${listOf(known)}`;
  return `${own}; ${listed}. ${platform === 'ios' ? 'Signers of iOS apps are not compared.' : signerWords(signers, brand)} Our list may be incomplete.`;
}

function signerWords(signers: readonly string[], { signers: known = [] }: Brand): string {
  const own = signers.map((signer) => `${signer.slice(0, 16)}…`).join(', ');
  if (signers.length === 0) return 'No signature that holds names a signer to compare.';
  if (known.length === 0) return `No signer of the brand is known here to compare with (${own}).`;
  return signers.every((signer) => known.includes(signer))
    ? `The signer (${own}) is known as the brand's.`
    : `The signer (${own}) is not one known as the brand's.`;
}

function listOf(ids: readonly string[]): string {
  return ids.length > 4 ? `${ids.slice(0, 4).join(', ')} and ${ids.length - 4} more` : ids.join(', ');
}
