import { domainToUnicode } from 'node:url';
import { findLookalike, mixedScripts } from './confusables/index.ts';

const says = {
  glyphs: 'is written with look-alike letters of',
  typo: 'is one letter off',
  embedded: 'has inside it the name of',
};

/** In words, what makes a host (canonical, punycode) an imitation; undefined where nothing does. */
export function isLookalikeHost(host: string): string | undefined {
  if (!host.includes('.')) return undefined;
  const likeness = findLookalike(host);
  if (likeness !== undefined && likeness.how !== 'other-ending')
    return `looks like ${likeness.domain} (${likeness.owner}): it ${says[likeness.how]} the known domain`;
  if (!host.includes('xn--')) return undefined;
  const scripts = domainToUnicode(host)
    .split('.')
    .map(mixedScripts)
    .find((mixed) => mixed.length > 1);
  return scripts === undefined ? undefined : `one word of it mixes letters of ${scripts.join(' and ')}`;
}
