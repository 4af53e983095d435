import type { Json } from '../../src/contract/index.ts';
import {
  type Certificate,
  dataAt,
  dictAt,
  flagAt,
  type PlistDict,
  plistToJson,
  readCertificate,
  textAt,
  textsAt,
} from '../../src/formats/index.ts';
import type { Payload } from './profile.ts';

/** Keys of a payload that tell what it does and with whom, beyond those every payload has. */
const telling = [
  'URL',
  'Label',
  'IsRemovable',
  'FullScreen',
  'TargetApplicationBundleIdentifier',
  'ServerURL',
  'CheckInURL',
  'Topic',
  'AccessRights',
  'SignMessage',
  'DeviceAttributes',
  'Challenge',
  'DNSSettings',
  'ProhibitDisablement',
  'VPNType',
  'UserDefinedName',
  'RemoteAddress',
  'SSID_STR',
  'ProxyType',
  'ProxyServer',
  'ProxyServerPort',
  'ProxyPACURL',
  'EmailAddress',
  'EmailAccountName',
  'IncomingMailServerHostName',
  'OutgoingMailServerHostName',
  'Host',
  'HostName',
  'SubCalAccountHostName',
  'CalDAVHostName',
  'CardDAVHostName',
  'LDAPAccountHostName',
  'PermittedURLs',
  'DenyListURLs',
  'PayloadCertificateFileName',
] as const;

/** A payload as a fact. Passwords and keys are left out; a certificate is told by its names and hash. */
export function describePayload({ type, dict }: Payload): Json {
  const details: Record<string, Json> = { type };
  for (const [fact, key] of [
    ['name', 'PayloadDisplayName'],
    ['identifier', 'PayloadIdentifier'],
    ['organization', 'PayloadOrganization'],
  ] as const) {
    const text = textAt(dict, key, 500);
    if (text !== undefined) details[fact] = text;
  }
  for (const key of telling) if (dict.has(key)) details[key] = plistToJson(dict.get(key), 3);
  for (const key of ['IPSec', 'IKEv2', 'VPN', 'PPP']) {
    const address =
      textAt(dictAt(dict, key), 'RemoteAddress', 500) ?? textAt(dictAt(dict, key), 'CommRemoteAddress', 500);
    if (address !== undefined) details['RemoteAddress'] = address;
  }
  const certificate = certificateOf({ type, dict });
  if (certificate)
    details['certificate'] = {
      sha256: certificate.sha256,
      subject: certificate.subject.slice(0, 500),
      issuer: certificate.issuer.slice(0, 500),
    };
  const icon = dataAt(dict, 'Icon');
  if (icon) details['iconBytes'] = icon.length;
  return details;
}

/** The certificate that a payload installs. Undefined: none, or one that cannot be read. */
export function certificateOf({ type, dict }: Payload): Certificate | undefined {
  if (!type.startsWith('com.apple.security.')) return undefined;
  const data = dataAt(dict, 'PayloadContent');
  if (!data) return undefined;
  const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/.exec(
    data.toString('latin1', 0, 20_000),
  );
  return readCertificate(pem ? Buffer.from(pem[1]!, 'base64') : data);
}

/** The profile’s own words, as typed facts. */
export function describeProfile(dict: PlistDict): Json {
  return {
    name: textAt(dict, 'PayloadDisplayName', 500) ?? null,
    organization: textAt(dict, 'PayloadOrganization', 500) ?? null,
    description: textAt(dict, 'PayloadDescription', 2000) ?? null,
    identifier: textAt(dict, 'PayloadIdentifier', 500) ?? null,
    uuid: textAt(dict, 'PayloadUUID', 100) ?? null,
    scope: textAt(dict, 'PayloadScope', 100) ?? null,
    removalDisallowed: flagAt(dict, 'PayloadRemovalDisallowed') ?? false,
    hasRemovalPasscode: flagAt(dict, 'HasRemovalPasscode') ?? false,
    expires: plistToJson(dict.get('PayloadExpirationDate') ?? dict.get('RemovalDate')),
    consent: plistToJson(dict.get('ConsentText'), 2),
    deviceAttributes: textsAt(dictAt(dict, 'PayloadContent'), 'DeviceAttributes', 100),
  };
}
