import { isIP } from 'node:net';
import type { Artefact, IndicatorKind, Sha256 } from '../../contract/index.ts';
import type { CollectedIndicator } from '../indicators.ts';
import { type ExtensionSco, newScoExtension } from './extensions.ts';
import { scoId } from './ids.ts';
import type { StixObject } from './types.ts';

type Value = Pick<CollectedIndicator, 'kind' | 'value' | 'subtype'>;
type Properties = Readonly<Record<string, unknown>>;

/** RFC 3986 characters only, with a scheme: what the STIX schema calls a URI. */
const URI = /^[a-z][a-z0-9+.-]*:[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/i;
const HOST = /^[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?$/u;
const HEX64 = /^[0-9a-f]{64}$/;
/** Android package names and Apple bundle identifiers. */
const PACKAGE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;
/** Addresses and transaction ids of all ledgers: base58, bech32, hex, base64, some with a prefix and a colon. */
const LEDGER = /^[A-Za-z0-9][A-Za-z0-9:_+/=.-]{0,255}$/;
const ACCOUNT = /^[A-Za-z0-9][A-Za-z0-9 ./-]{0,63}$/;
const HANDLE = /^[\p{L}\p{N}\p{M}@._+#:/~-]{1,256}$/u;

/** STIX type and properties of an indicator, or undefined where STIX has no object for it or the value does not fit one. */
type Mapping = (indicator: Value) => readonly [type: string, properties: Properties] | undefined;

const url: Mapping = ({ value }) => (URI.test(value) && URL.canParse(value) ? ['url', { value }] : undefined);

const MAPPINGS: Partial<Readonly<Record<IndicatorKind, Mapping>>> = {
  url,
  'store-link': url,
  'group-link': url,
  domain: ({ value }) => (isHost(value) ? ['domain-name', { value }] : undefined),
  ip: ({ value }) =>
    isIP(value) === 0 ? undefined : [isIP(value) === 4 ? 'ipv4-addr' : 'ipv6-addr', { value }],
  email: ({ value }) => (/^[^\s@<>"]+@[^\s@<>"]+$/.test(value) ? ['email-addr', { value }] : undefined),
  phone: ({ value }) =>
    /^\+?[0-9]{4,15}$/.test(value) ? ['phone-number', { value: value.replace('+', '') }] : undefined,
  wallet: ({ value }) => (LEDGER.test(value) ? ['cryptocurrency-wallet', { value }] : undefined),
  transaction: ({ value, subtype }) =>
    LEDGER.test(value)
      ? ['cryptocurrency-transaction', { symbol: (subtype ?? 'unknown').toUpperCase(), value }]
      : undefined,
  'bank-account': ({ value, subtype }) =>
    ACCOUNT.test(value)
      ? [
          'bank-account',
          subtype === 'iban' || /^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$/.test(value)
            ? { iban: value }
            : { account_number: value },
        ]
      : undefined,
  handle: ({ value, subtype }) =>
    HANDLE.test(value)
      ? [
          'user-account',
          { account_login: value, ...(subtype === undefined ? {} : { account_type: subtype }) },
        ]
      : undefined,
  package: ({ value }) => (PACKAGE.test(value) ? ['software', { name: value }] : undefined),
  file: ({ value }) => (HEX64.test(value) ? ['file', { hashes: { 'SHA-256': value } }] : undefined),
  certificate: ({ value }) =>
    HEX64.test(value) ? ['x509-certificate', { hashes: { 'SHA-256': value } }] : undefined,
};

const EXTENDED: ReadonlySet<string> = new Set<ExtensionSco>([
  'cryptocurrency-wallet',
  'cryptocurrency-transaction',
  'bank-account',
  'phone-number',
]);

export function isExtensionSco(type: string): type is ExtensionSco {
  return EXTENDED.has(type);
}

/** The observable for an indicator. Kinds without one (invite codes, keys, fuzzy hashes…) are named in the note instead. */
export function observableOf(indicator: Value): StixObject | undefined {
  const mapped = MAPPINGS[indicator.kind]?.(indicator);
  if (mapped === undefined) return undefined;
  const [type, properties] = mapped;
  return {
    type,
    spec_version: '2.1',
    id: scoId(type, properties),
    ...properties,
    ...(isExtensionSco(type) ? { extensions: newScoExtension(type) } : {}),
  };
}

/** An artefact as a file: only SHA-256 and no name, so that its id never changes and no claimed name leaves. */
export function fileOf(artefact: Artefact, children: readonly Sha256[]): StixObject {
  const mime = artefact.mediaTypes[0];
  return {
    type: 'file',
    spec_version: '2.1',
    id: fileId(artefact.sha256),
    hashes: { 'SHA-256': artefact.sha256 },
    size: artefact.bytes,
    ...(mime === undefined ? {} : { mime_type: mime }),
    ...(children.length === 0 ? {} : { contains_refs: [...new Set(children.map(fileId))] }),
  };
}

export function fileId(sha256: Sha256): string {
  return scoId('file', { hashes: { 'SHA-256': sha256 } });
}

function isHost(value: string): boolean {
  return (
    value.length <= 253 &&
    value.split('.').every((label) => label.length > 0 && label.length < 64 && HOST.test(label))
  );
}
