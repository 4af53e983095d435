import {
  type AxmlElement,
  attributeOf,
  childrenOf,
  findEntry,
  printResValue,
  readAxml,
  readEntry,
  type Zip,
} from '../../src/formats/index.ts';

/** What a network security configuration (developer.android.com, "Network security configuration") allows by default. */
export interface NetworkRules {
  /** Undefined: not written. */
  readonly cleartext: boolean | undefined;
  /** Hosts with rules of their own. */
  readonly domains: readonly string[];
  readonly trustsUserCertificates: boolean;
  /** Rules for single hosts, the most general first. */
  readonly rules: readonly DomainRule[];
}

export interface DomainRule {
  readonly domains: readonly string[];
  readonly includeSubdomains: boolean;
  readonly cleartext: boolean | undefined;
  /** Pinned keys, base64 of their SHA-256; the app refuses all other certificates until `pinExpiry`. */
  readonly pins: readonly string[];
  readonly pinExpiry: string | undefined;
  /** `system`, `user`, or an entry with the app's own authorities. */
  readonly trusts: readonly string[];
}

const MAX_BYTES = 1024 * 1024;
const MAX_RULES = 500;
const MAX_NESTED = 8;

/** Reads the configuration from its entry, found by name. Undefined: there is none that can be read. */
export async function readNetworkRules(
  zip: Zip,
  path: string | undefined,
): Promise<NetworkRules | undefined> {
  const entry = path === undefined ? undefined : findEntry(zip, path);
  if (!entry) return undefined;
  const { root } = readAxml((await readEntry(zip, entry, MAX_BYTES)).bytes);
  if (root?.name !== 'network-security-config') return undefined;
  const base = childrenOf(root, 'base-config')[0];
  const configs = domainConfigs(root, 0).slice(0, MAX_RULES);
  return {
    cleartext: base && flag(base, 'cleartextTrafficPermitted'),
    domains: configs
      .flatMap((config) => childrenOf(config, 'domain').map(contentOf))
      .filter((text) => text !== '')
      .slice(0, 500),
    trustsUserCertificates: [...(base ? [base] : []), ...configs].some(trustsUser),
    rules: configs.map(readRule),
  };
}

/** They may stand in each other. */
function domainConfigs(element: AxmlElement, depth: number): AxmlElement[] {
  if (depth >= MAX_NESTED) return [];
  return childrenOf(element, 'domain-config').flatMap((config) => [
    config,
    ...domainConfigs(config, depth + 1),
  ]);
}

function readRule(config: AxmlElement): DomainRule {
  const domains = childrenOf(config, 'domain').slice(0, MAX_RULES);
  const pinSet = childrenOf(config, 'pin-set')[0];
  return {
    domains: domains.map(contentOf).filter((name) => name !== ''),
    includeSubdomains: domains.some((domain) => flag(domain, 'includeSubdomains') === true),
    cleartext: flag(config, 'cleartextTrafficPermitted'),
    pins: (pinSet ? childrenOf(pinSet, 'pin') : []).slice(0, 50).map(contentOf),
    pinExpiry: pinSet && text(pinSet, 'expiration')?.slice(0, 40),
    trusts: childrenOf(config, 'trust-anchors')
      .flatMap((anchors) => childrenOf(anchors, 'certificates'))
      .flatMap((element) => text(element, 'src')?.slice(0, 200) ?? [])
      .slice(0, 20),
  };
}

function trustsUser(config: AxmlElement): boolean {
  return childrenOf(config, 'trust-anchors').some((anchors) =>
    childrenOf(anchors, 'certificates').some((element) => text(element, 'src') === 'user'),
  );
}

/** Host names stand as text between the tags. */
function contentOf(element: AxmlElement): string {
  return element.text.trim().slice(0, 253);
}

function text(element: AxmlElement, name: string): string | undefined {
  const attribute = attributeOf(element, name);
  return attribute && (printResValue(attribute.value) ?? attribute.raw);
}

function flag(element: AxmlElement, name: string): boolean | undefined {
  const written = text(element, name);
  return written === undefined ? undefined : written === 'true' || /^-?[1-9]/.test(written);
}
