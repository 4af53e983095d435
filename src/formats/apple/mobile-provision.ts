import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts';
import { type Certificate, readCertificate } from '../certificate.ts';
import { type Cms, readCms } from '../cms/read-cms.ts';
import { dateAt, dictAt, flagAt, listAt, type PlistDict, textAt, textsAt } from '../plist/plist-value.ts';
import { readPlist, rootDict } from '../plist/read-plist.ts';

/**
 * Who may install an app signed with the profile. `enterprise`: anyone who trusts the company · `ad-hoc`: the devices
 * listed · `development`: the devices listed, with a debugger · `app-store`: nobody directly, only through Apple.
 */
export type Distribution = 'enterprise' | 'ad-hoc' | 'development' | 'app-store';

export interface MobileProvision {
  readonly distribution: Distribution;
  readonly name: string | undefined;
  readonly uuid: string | undefined;
  readonly teamName: string | undefined;
  readonly teamIds: readonly string[];
  readonly appIdName: string | undefined;
  readonly created: string | undefined;
  readonly expires: string | undefined;
  readonly platforms: readonly string[];
  /** Device identifiers (UDIDs): of people who installed the app, victims among them. */
  readonly devices: readonly string[];
  readonly entitlements: PlistDict | undefined;
  readonly certificates: readonly Certificate[];
  /** The envelope; undefined: the profile is not signed. */
  readonly cms: Cms | undefined;
  readonly anomalies: readonly Anomaly[];
}

const MAX_CERTIFICATES = 200;

/** Reads a provisioning profile: a property list in a signed message. Undefined: the bytes are not one. */
export function readMobileProvision(bytes: Buffer): MobileProvision | undefined {
  const cms = readCms(bytes);
  const read = readPlist(cms?.content ?? bytes);
  const dict = rootDict(read);
  if (!dict || !isProvision(dict)) return undefined;
  const log = anomalyLog();
  return {
    distribution: distributionOf(dict),
    name: textAt(dict, 'Name'),
    uuid: textAt(dict, 'UUID', 100),
    teamName: textAt(dict, 'TeamName'),
    teamIds: teamsOf(dict),
    appIdName: textAt(dict, 'AppIDName'),
    created: dateAt(dict, 'CreationDate'),
    expires: dateAt(dict, 'ExpirationDate'),
    platforms: textsAt(dict, 'Platform', 60),
    devices: textsAt(dict, 'ProvisionedDevices', 100),
    entitlements: dictAt(dict, 'Entitlements'),
    certificates: readCertificates(dict, log),
    cms,
    anomalies: [...read.anomalies, ...log.all],
  };
}

/** Keys that only a provisioning profile has together. */
export function isProvision(dict: PlistDict): boolean {
  return dict.has('DeveloperCertificates') || (dict.has('Entitlements') && dict.has('ExpirationDate'));
}

function distributionOf(dict: PlistDict): Distribution {
  if (flagAt(dict, 'ProvisionsAllDevices') === true) return 'enterprise';
  if (!dict.has('ProvisionedDevices')) return 'app-store';
  return flagAt(dictAt(dict, 'Entitlements'), 'get-task-allow') === true ? 'development' : 'ad-hoc';
}

/** Older profiles name the team only by the prefix of their application identifiers. */
function teamsOf(dict: PlistDict): string[] {
  const stated = textsAt(dict, 'TeamIdentifier', 100);
  return stated.length > 0 ? stated : textsAt(dict, 'ApplicationIdentifierPrefix', 100);
}

function readCertificates(dict: PlistDict, log: AnomalyLog<string>): Certificate[] {
  const certificates: Certificate[] = [];
  for (const value of listAt(dict, 'DeveloperCertificates').slice(0, MAX_CERTIFICATES)) {
    const certificate = Buffer.isBuffer(value) ? readCertificate(value) : undefined;
    if (certificate) certificates.push(certificate);
    else log.add('bad-certificate', 'a developer certificate cannot be read');
  }
  return certificates;
}
