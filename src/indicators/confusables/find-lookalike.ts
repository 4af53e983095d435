import { domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { ordinaryWords } from '../../../data/brands/ordinary-words.ts';
import { editDistance } from './edit-distance.ts';
import { glanceOf } from './skeleton.ts';

/** A domain that is somebody's own. `domain` is registrable, lower-case, punycode. */
export interface KnownDomain {
  readonly owner: string;
  readonly domain: string;
}

/**
 * `glyphs`: written with look-alike characters · `typo`: one letter off · `embedded`: the name stands inside a longer one ·
 * `other-ending`: the same name under another ending, which may well be its owner's too.
 */
export type LookalikeHow = 'glyphs' | 'typo' | 'embedded' | 'other-ending';

export interface Lookalike {
  readonly owner: string;
  /** The known domain that it looks like. */
  readonly domain: string;
  readonly how: LookalikeHow;
}

/** Shorter names are met inside too many others by chance. */
const LEAST_WHOLE = 4;
const LEAST_INSIDE = 5;
const LEAST_TYPO = 6;

interface Name extends KnownDomain {
  readonly label: string;
  readonly glance: string;
}

/** Asks what a domain (lower case, punycode or not) looks like without being it. */
export type FindLookalike = (domain: string) => Lookalike | undefined;

/**
 * Compares domains with known ones: made once, asked often. Answers are kept, up to a bound. `innocent`: further
 * registrable domains that imitate nobody, though they have a known name inside them.
 */
export function lookalikeFinder(
  known: readonly KnownDomain[],
  innocent: readonly string[] = [],
): FindLookalike {
  const MOST_KEPT = 50_000;
  const domains = new Set([...known.map(({ domain }) => domain), ...innocent]);
  const names = known.map((one): Name => {
    const label = labelOf(one.domain);
    return { ...one, label, glance: glanceOf(label) };
  });
  const kept = new Map<string, Lookalike | undefined>();
  // Hosts below one name share the costly part of the answer.
  const compared = new Map<string, Lookalike | undefined>();
  const compareOnce = (registrable: string): Lookalike | undefined => {
    if (compared.has(registrable)) return compared.get(registrable);
    const found = compare(labelOf(registrable), names);
    if (compared.size < MOST_KEPT) compared.set(registrable, found);
    return found;
  };
  return (domain) => {
    const { domain: registrable, subdomain } = parse(domain, { allowPrivateDomains: true });
    if (registrable === null || domains.has(registrable)) return undefined;
    const key = `${subdomain ?? ''}|${registrable}`;
    if (kept.has(key)) return kept.get(key);
    const found = compareOnce(registrable) ?? below(subdomain ?? '', names);
    if (kept.size < MOST_KEPT) kept.set(key, found);
    return found;
  };
}

function compare(label: string, names: readonly Name[]): Lookalike | undefined {
  const glance = glanceOf(label);
  const parts = label.split(/[-_]|(?<=\D)(?=\d)/);
  const first = (how: LookalikeHow, matches: (name: Name) => boolean) => firstOf(names, how, matches);
  return (
    first('other-ending', (name) => name.label === label && isTelling(label)) ??
    first('glyphs', (name) => name.glance === glance && name.label !== label && isTelling(name.label)) ??
    first('embedded', (name) => contains(label, parts, glance, name)) ??
    first('typo', (name) => isTypo(label, name))
  );
}

/** `binance.com.account-check.top`: the known name stands in front. */
function below(subdomain: string, names: readonly Name[]): Lookalike | undefined {
  if (!subdomain.includes('.')) return undefined;
  const whole = `.${subdomain}.`;
  return firstOf(names, 'embedded', (name) => whole.includes(`.${name.domain}.`));
}

function firstOf(
  names: readonly Name[],
  how: LookalikeHow,
  matches: (name: Name) => boolean,
): Lookalike | undefined {
  const name = names.find(matches);
  return name && { owner: name.owner, domain: name.domain, how };
}

/** The part of a registrable domain that its owner chose, in its own script. */
function labelOf(registrable: string): string {
  const unicode = domainToUnicode(registrable) || registrable;
  return unicode.split('.')[0] ?? '';
}

/** The known name is a part of the label set off by hyphens or digits, or, if long enough, its beginning or end. */
function contains(label: string, parts: readonly string[], glance: string, name: Name): boolean {
  if (ordinaryWords.has(name.label) || label.length <= name.label.length) return false;
  if (name.label.length >= 4 && parts.includes(name.label)) return true;
  if (name.label.length < LEAST_INSIDE) return false;
  return glance.startsWith(name.glance) || glance.endsWith(name.glance);
}

/** Long enough to be no chance, and no word of everyday language. */
function isTelling(label: string): boolean {
  return label.length >= LEAST_WHOLE && !ordinaryWords.has(label);
}

function isTypo(label: string, name: Name): boolean {
  if (name.label.length < LEAST_TYPO || ordinaryWords.has(label) || ordinaryWords.has(name.label))
    return false;
  return editDistance(label, name.label, 1) === 1;
}
