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
}

const MAX_BYTES = 1024 * 1024;

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
  const configs = childrenOf(root, 'domain-config');
  return {
    cleartext: base && flag(base, 'cleartextTrafficPermitted'),
    domains: configs
      .flatMap((config) => childrenOf(config, 'domain').map(contentOf))
      .filter((text) => text !== '')
      .slice(0, 500),
    trustsUserCertificates: [...(base ? [base] : []), ...configs].some(trustsUser),
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
