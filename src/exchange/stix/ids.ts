import { createHash } from 'node:crypto';
import canonicalizeModule from 'canonicalize';

/** RFC 8785 text. The package is CommonJS with types of an ES module, hence the cast. */
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** STIX 2.1 section 2.9: the namespace of deterministic SCO ids. Not to be used for anything else. */
const SCO_NAMESPACE = '00abedb4-aa42-466c-9c01-fed23315a9b7';
/** Our own namespace for SDO ids, relationships and MISP uuids. */
const ASSAY_NAMESPACE = '6c1f1d3e-5c1c-5d6a-9a53-0e3b9f7b7a41';

/** ID Contributing Properties, STIX 2.1 chapter 6; the extension types as dogesec defines them (all by value). */
const CONTRIBUTING: Readonly<Record<string, readonly string[]>> = {
  artifact: ['hashes', 'payload_bin'],
  'autonomous-system': ['number'],
  directory: ['path'],
  'domain-name': ['value'],
  'email-addr': ['value'],
  'email-message': ['from_ref', 'subject', 'body'],
  file: ['hashes', 'name', 'extensions', 'parent_directory_ref'],
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'mac-addr': ['value'],
  mutex: ['name'],
  'network-traffic': [
    'start',
    'end',
    'src_ref',
    'dst_ref',
    'src_port',
    'dst_port',
    'protocols',
    'extensions',
  ],
  software: ['name', 'cpe', 'swid', 'vendor', 'version'],
  url: ['value'],
  'user-account': ['account_type', 'user_id', 'account_login'],
  'windows-registry-key': ['key', 'values'],
  'x509-certificate': ['hashes', 'serial_number'],
  'cryptocurrency-wallet': ['value'],
  'cryptocurrency-transaction': ['value'],
  'phone-number': ['value'],
  'bank-account': ['iban', 'account_number'],
};
/** Only one hash contributes: the first present in this order (section 2.9). */
const HASH_ORDER = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'];

/** Deterministic id of an observable: UUIDv5 over the JCS text of its contributing properties that are present. */
export function scoId(type: string, properties: Readonly<Record<string, unknown>>): string {
  const names = CONTRIBUTING[type];
  if (names === undefined) throw new TypeError(`No contributing properties known for the STIX type ${type}.`);
  const chosen: Record<string, unknown> = {};
  for (const name of names) {
    if (properties[name] === undefined) continue;
    chosen[name] = name === 'hashes' ? oneHash(properties[name] as Record<string, string>) : properties[name];
  }
  if (Object.keys(chosen).length === 0) throw new TypeError(`${type} has no contributing property.`);
  return `${type}--${uuidV5(SCO_NAMESPACE, canonicalize(chosen)!)}`;
}

/** Stable id of a domain object or relationship: the same key gives the same id, so an object keeps it over versions. */
export function sdoId(type: string, ...key: readonly string[]): string {
  return `${type}--${assayUuid(type, ...key)}`;
}

/** The UUID alone, for MISP. */
export function assayUuid(...key: readonly string[]): string {
  return uuidV5(ASSAY_NAMESPACE, JSON.stringify(key));
}

function oneHash(hashes: Readonly<Record<string, string>>): Record<string, string> {
  const name = HASH_ORDER.find((n) => hashes[n] !== undefined) ?? Object.keys(hashes)[0]!;
  return { [name]: hashes[name]! };
}

/** RFC 9562 section 5.5. SHA-1 is what version 5 is made of; nothing rests on its strength here. */
function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
