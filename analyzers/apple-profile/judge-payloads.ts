import { payloadKinds } from '../../data/apple/payload-types.ts';
import { dictAt, flagAt, type PlistDict, textAt, textsAt } from '../../src/formats/index.ts';
import { certificateOf } from './describe-payload.ts';
import type { FindingInput } from './finding-input.ts';
import type { Payload, Profile } from './profile.ts';

const MAX_EXAMPLES = 8;

/** One finding per kind of payload: what it does to the device, with whom, and what that can be abused for. */
export function judgePayloads(profile: Profile): FindingInput[] {
  const groups = new Map<string, Payload[]>();
  for (const payload of profile.payloads)
    groups.set(payload.type, [...(groups.get(payload.type) ?? []), payload]);
  return [...[...groups].map(([type, group]) => describe(type, group)), ...judgeRemoval(profile)];
}

function describe(type: string, group: readonly Payload[]): FindingInput {
  const kind = payloadKinds.get(type);
  const details = group
    .slice(0, MAX_EXAMPLES)
    .map(wordsOf)
    .filter((words) => words !== '');
  const more = group.length > MAX_EXAMPLES ? ` … (${group.length} in all)` : '';
  const named = details.length > 0 ? `${details.join(' · ')}${more}. ` : '';
  if (!kind)
    return {
      id: `payload/other-${slug(type)}`,
      title: `The profile holds a payload that is not known here: ${type.slice(0, 150)}`,
      detail: `${named}What it does was not examined.`,
      severity: 'info',
    };
  return {
    id: `payload/${slug(type)}`,
    title: `The profile ${kind.does}`,
    detail: `${named}${kind.abuse ?? ''}${kind.abuse ? ' ' : ''}Companies and schools use profiles of this kind for their own devices.`,
    severity: kind.severity,
    techniques: kind.technique ? [kind.technique] : [],
    measure: { name: 'payloads', value: group.length, unit: 'count' },
  };
}

function slug(type: string): string {
  const short = type.replace(/^com\.apple\./, '').toLowerCase();
  return (
    short
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 80) || 'unnamed'
  );
}

type Describe = (dict: PlistDict) => (string | undefined)[];

const quoted = (text: string | undefined): string | undefined => text && `“${text.slice(0, 200)}”`;

/** What to say of a payload, by its type. */
const describers: Readonly<Record<string, Describe>> = {
  'com.apple.webClip.managed': (dict) => [
    quoted(textAt(dict, 'Label')),
    opens(textAt(dict, 'URL')),
    flagAt(dict, 'IsRemovable') === false ? 'cannot be removed by the user' : undefined,
    flagAt(dict, 'FullScreen') === true ? 'shown without the browser’s address line' : undefined,
  ],
  'com.apple.mdm': (dict) => [
    labelled('server', textAt(dict, 'ServerURL')),
    labelled('check-in', textAt(dict, 'CheckInURL')),
    labelled('rights', textAt(dict, 'AccessRights')),
  ],
  'Profile Service': (dict) => [
    labelled('sends to', textAt(dict, 'URL')),
    labelled('asks for', textsAt(dict, 'DeviceAttributes', 60).slice(0, 20).join(', ')),
  ],
  'com.apple.dnsSettings.managed': (dict) => {
    const settings = dictAt(dict, 'DNSSettings');
    return [
      labelled('server', textAt(settings, 'ServerURL') ?? textAt(settings, 'ServerName')),
      labelled('addresses', textsAt(settings, 'ServerAddresses', 60).slice(0, 10).join(', ')),
      flagAt(dict, 'ProhibitDisablement') === true ? 'cannot be switched off' : undefined,
    ];
  },
  'com.apple.wifi.managed': (dict) => [
    labelled('network', quoted(textAt(dict, 'SSID_STR'))),
    labelled('proxy', textAt(dict, 'ProxyServer') ?? textAt(dict, 'ProxyPACURL')),
  ],
  'com.apple.proxy.http.global': (dict) => [
    labelled('proxy', textAt(dict, 'ProxyServer') ?? textAt(dict, 'ProxyPACURL')),
  ],
  'com.apple.applicationaccess': (dict) => [
    labelled(
      'not allowed',
      [...dict]
        .filter(([, value]) => value === false)
        .slice(0, 20)
        .map(([key]) => key.slice(0, 60))
        .join(', '),
    ),
  ],
};

function wordsOf(payload: Payload): string {
  const { type, dict } = payload;
  const certificate = certificateOf(payload);
  const words = certificate
    ? [`${certificate.subject.slice(0, 200)} (SHA-256 ${certificate.sha256})`]
    : (describers[type]?.(dict) ?? [
        quoted(textAt(dict, 'UserDefinedName') ?? textAt(dict, 'PayloadDisplayName')),
        labelled('server', serverOf(dict)),
      ]);
  return words.filter((word) => word !== undefined).join(', ');
}

function serverOf(dict: PlistDict): string | undefined {
  for (const key of [
    'RemoteAddress',
    'Host',
    'HostName',
    'URL',
    'IncomingMailServerHostName',
    'SubCalAccountHostName',
  ])
    if (dict.has(key)) return textAt(dict, key);
  for (const key of ['IPSec', 'IKEv2', 'VPN']) {
    const address = textAt(dictAt(dict, key), 'RemoteAddress');
    if (address) return address;
  }
  return undefined;
}

const opens = (url: string | undefined): string | undefined => url && `opens ${url.slice(0, 500)}`;

function labelled(label: string, text: string | undefined): string | undefined {
  return text ? `${label} ${text.slice(0, 500)}` : undefined;
}

function judgeRemoval({ dict, locked }: Profile): FindingInput[] {
  const findings: FindingInput[] = [];
  if (flagAt(dict, 'PayloadRemovalDisallowed') === true || flagAt(dict, 'HasRemovalPasscode') === true)
    findings.push({
      id: 'profile/not-removable',
      title: 'The profile resists removal',
      detail:
        'It declares that the user may not remove it, or only with a passcode. On devices that no company supervises iOS lets the user remove it all the same, unless it carries a removal password.',
      severity: 'medium',
      techniques: ['T1629.001'],
    });
  if (locked)
    findings.push({
      id: 'profile/encrypted',
      title: 'The payloads are encrypted for one device',
      detail: 'Only the device whose certificate was used can read them.',
      severity: 'info',
    });
  return findings;
}
