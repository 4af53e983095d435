import { parse } from 'tldts';
import { brands, deliveryAliases, infrastructure } from '../../../data/brands/index.ts';
import { type FindLookalike, type KnownDomain, type Lookalike, lookalikeFinder } from './find-lookalike.ts';

let find: FindLookalike | undefined;
let official: ReadonlySet<string> | undefined;

function knownDomains(): KnownDomain[] {
  return brands.flatMap(({ name, domains }) => (domains ?? []).map((domain) => ({ owner: name, domain })));
}

/** The brand whose domain this one looks like without being it. Undefined: none of those in `data/brands`. */
export function findLookalike(domain: string): Lookalike | undefined {
  find ??= lookalikeFinder(knownDomains(), infrastructure);
  return isAlias(domain) ? undefined : find(domain);
}

const isAlias = (domain: string): boolean => deliveryAliases.some((alias) => domain.endsWith(`.${alias}`));

/** True for a domain of a brand in `data/brands`, and for names below it. */
export function isOfficialDomain(domain: string): boolean {
  official ??= new Set(knownDomains().map((known) => known.domain));
  return official.has(parse(domain, { allowPrivateDomains: true }).domain ?? '');
}
