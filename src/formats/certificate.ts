import { createHash } from 'node:crypto';
import { type DerElement, printOid, readDer, readDerChildren } from './der.ts';
import { describeKey } from './describe-key.ts';

/** What an investigator needs of an X.509 certificate (RFC 5280). Texts are as written by whoever made it. */
export interface Certificate {
  /** Of the DER bytes, lower-case hex. */
  readonly sha256: string;
  readonly der: Buffer;
  readonly subject: string;
  readonly issuer: string;
  /** Hex, lower case, as encoded. */
  readonly serial: string;
  /** RFC 3339 in UTC; undefined where the date cannot be read. */
  readonly notBefore: string | undefined;
  readonly notAfter: string | undefined;
  /** `rsa 2048`, `ec prime256v1`…; undefined where the key cannot be read. */
  readonly key: string | undefined;
  /** SubjectPublicKeyInfo as encoded. */
  readonly publicKeyDer: Buffer;
  readonly extensions: readonly Extension[];
}

/** An extension (RFC 5280 section 4.1.2.9); `value` is the DER inside its OCTET STRING. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

/** Reads a certificate. Undefined: the bytes are not one. Unreadable parts stay empty. */
export function readCertificate(der: Buffer): Certificate | undefined {
  const outer = readDer(der);
  const body = outer && readDerChildren(outer, 3)[0];
  if (outer?.tag !== 0x30 || !body) return undefined;
  const fields = readDerChildren(body, 12);
  // version is [0] and may be left out: then the serial number comes first.
  const from = fields[0]?.tag === 0xa0 ? 1 : 0;
  const [serial, , issuer, validity, subject, publicKey] = fields.slice(from, from + 6);
  if (!serial || !issuer || !validity || !subject || !publicKey) return undefined;
  const [notBefore, notAfter] = readDerChildren(validity, 2);
  return {
    sha256: createHash('sha256').update(outer.whole).digest('hex'),
    der: outer.whole,
    subject: printName(subject),
    issuer: printName(issuer),
    serial: printSerial(serial),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    key: keyInWords(publicKey.whole),
    publicKeyDer: publicKey.whole,
    extensions: readExtensions(fields.find((field) => field.tag === 0xa3)),
  };
}

function readExtensions(wrapped: DerElement | undefined): Extension[] {
  const list = wrapped && readDer(wrapped.content);
  if (list?.tag !== 0x30) return [];
  return readDerChildren(list, 100).flatMap((extension) => {
    const parts = readDerChildren(extension, 3);
    const value = parts.at(-1);
    if (parts[0]?.tag !== 0x06 || value?.tag !== 0x04) return [];
    const critical = parts[1]?.tag === 0x01 && parts[1].content[0] !== 0;
    return [{ oid: printOid(parts[0].content), critical, value: value.content }];
  });
}

const attributeTypes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
};

/** Hex without leading zero bytes. */
export function printSerial(serial: DerElement): string {
  return serial.content
    .subarray(0, 100)
    .toString('hex')
    .replace(/^(00)+(?=..)/, '');
}

/** A distinguished name in its encoded order, parts joined by `, `; each value at most 500 characters. */
export function printName(name: DerElement): string {
  return readDerChildren(name, 50)
    .flatMap((set) => readDerChildren(set, 10))
    .map((pair) => {
      const [type, value] = readDerChildren(pair, 2);
      const oid = type ? printOid(type.content) : '';
      return `${attributeTypes[oid] ?? oid}=${value ? printString(value).slice(0, 500) : ''}`;
    })
    .join(', ');
}

function printString({ tag, content }: DerElement): string {
  if (tag === 0x1e && content.length % 2 === 0) return Buffer.from(content).swap16().toString('utf16le');
  return content.toString(tag === 0x14 ? 'latin1' : 'utf8');
}

/** UTCTime or GeneralizedTime (RFC 5280 section 4.1.2.5). */
function readTime(element: DerElement | undefined): string | undefined {
  const text = element?.content.toString('latin1') ?? '';
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/.exec(text);
  if (!match) return undefined;
  const [, year = '', month, day, hour, minute, second = '00'] = match;
  const full = year.length === 4 ? year : `${Number(year) >= 50 ? '19' : '20'}${year}`;
  const date = new Date(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function keyInWords(publicKeyDer: Buffer): string | undefined {
  const key = describeKey(publicKeyDer);
  return key && [key.kind, key.curve ?? key.bits].filter(Boolean).join(' ');
}
