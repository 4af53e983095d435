import {
  dictAt,
  dictsAt,
  isDict,
  type PlistDict,
  readCms,
  readPlist,
  rootDict,
  textAt,
} from '../../src/formats/index.ts';
import type { Opened, Payload, Profile } from './profile.ts';

const MAX_PAYLOADS = 500;

/** Opens a property list of any form, signed or not. */
export function openPlist(bytes: Buffer): Opened {
  const cms = readCms(bytes);
  const read = readPlist(cms?.content ?? bytes);
  return { format: read.format, dict: rootDict(read), cms, anomalies: read.anomalies };
}

/** Undefined: the property list is no configuration profile. */
export function profileOf(dict: PlistDict): Profile | undefined {
  const type = textAt(dict, 'PayloadType', 300);
  const content = dict.get('PayloadContent');
  if (type === undefined && content === undefined) return undefined;
  return { dict, payloads: payloadsOf(dict, type), locked: dict.has('EncryptedPayloadContent') };
}

/** The payloads inside, or the profile itself where it is one, as those that collect device identifiers are. */
function payloadsOf(dict: PlistDict, type: string | undefined): Payload[] {
  const inside = dictsAt(dict, 'PayloadContent')
    .slice(0, MAX_PAYLOADS)
    .map((payload) => ({ type: textAt(payload, 'PayloadType', 300) ?? 'not named', dict: payload }));
  if (inside.length > 0) return inside;
  const single = dictAt(dict, 'PayloadContent');
  if (type === undefined || type === 'Configuration') return [];
  return [{ type, dict: isDict(single) ? new Map([...single, ...dict]) : dict }];
}
