import type { Location, Sink } from '../../contract/index.ts';
import type { Distribution, MobileProvision } from '../../formats/index.ts';
import { appleAnchorOf } from './apple-anchor.ts';

type FindingInput = Parameters<Sink['finding']>[0];

interface Words {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly severity: 'info' | 'low' | 'medium';
  readonly technique?: string;
}

/** How an app with such a profile reaches a device. */
const words: Readonly<Record<Distribution, Words>> = {
  enterprise: {
    id: 'enterprise-distribution',
    title: 'Made to be installed outside the App Store, on any device',
    detail:
      'The provisioning profile is an enterprise one: Apple gives it to companies for their own staff, and whoever trusts the company in the settings can install the app. Apple has not reviewed it. Fake investment apps are handed out this way with bought or stolen company accounts; honest companies hand out their internal apps so.',
    severity: 'medium',
    technique: 'T1632.001',
  },
  'ad-hoc': {
    id: 'ad-hoc-distribution',
    title: 'Made to be installed outside the App Store, on listed devices',
    detail:
      'The provisioning profile lists the devices that may install the app. Apple has not reviewed it. Meant for testers; "super signature" services add each victim’s device to such a list and sell the installation. Every listed device gave away its identifier: the list can lead to further victims.',
    severity: 'low',
    technique: 'T1632.001',
  },
  development: {
    id: 'development-distribution',
    title: 'A development build for listed devices',
    detail:
      'The provisioning profile is one for development: the app runs on the listed devices only and can be debugged. Apple has not reviewed it. Free developer accounts and side-loading tools produce such builds.',
    severity: 'low',
  },
  'app-store': {
    id: 'app-store-profile',
    title: 'Made for the App Store or TestFlight',
    detail:
      'The provisioning profile allows no direct installation: an app signed so reaches devices only through Apple. Whether Apple accepted it cannot be seen here.',
    severity: 'info',
  },
};

/** What a provisioning profile says about how the app was handed out and by whom. */
export function judgeProvision(profile: MobileProvision, locations: readonly Location[]): FindingInput[] {
  return [
    judgeDistribution(profile, locations),
    ...judgeEnvelope(profile, locations),
    ...judgeDevices(profile, locations),
  ];
}

function judgeDistribution(profile: MobileProvision, locations: readonly Location[]): FindingInput {
  const { id, title, detail, severity, technique } = words[profile.distribution];
  const team = `Team: ${profile.teamName?.slice(0, 300) ?? 'not named'} (${profile.teamIds.join(', ').slice(0, 200) || 'no identifier'}). ${isGenuine(profile) ? 'Apple can say who holds this account.' : 'Apple did not vouch for this.'}`;
  const until = profile.expires ? ` Valid until ${profile.expires}.` : '';
  return {
    id,
    title,
    detail: `${detail} ${team}${until}`,
    severity,
    techniques: technique ? [technique] : [],
    locations: [...locations],
  };
}

function isGenuine({ cms }: MobileProvision): boolean {
  const signer = cms?.signers[0];
  return signer?.verdict === 'verified' && appleAnchorOf(signer) !== undefined;
}

function judgeEnvelope({ cms }: MobileProvision, locations: readonly Location[]): FindingInput[] {
  const signer = cms?.signers[0];
  const say = (id: string, title: string, detail: string): FindingInput[] => [
    { id: `profile/${id}`, title, detail, severity: 'medium', locations: [...locations] },
  ];
  if (!signer)
    return say(
      'unsigned',
      'The provisioning profile is not signed',
      'Apple signs every profile it issues, and iOS refuses others. What stands in it may be made up.',
    );
  if (signer.verdict === 'broken')
    return say(
      'broken',
      'The signature of the provisioning profile does not hold',
      `${signer.reason}. iOS would refuse it. What stands in it was changed or made up: do not take the team as a trace of the maker.`,
    );
  if (appleAnchorOf(signer)) return [];
  return say(
    'not-apple',
    'The provisioning profile was not issued by Apple',
    `It is signed by ${signer.certificate?.subject.slice(0, 300) ?? 'someone who is not named'}, and no chain leads from there to one of Apple’s root certificates. iOS would refuse it. The team and company in it may be made up.`,
  );
}

function judgeDevices({ devices }: MobileProvision, locations: readonly Location[]): FindingInput[] {
  if (devices.length === 0) return [];
  return [
    {
      id: 'profile/devices',
      title: `The profile lists ${devices.length} device(s) that may install the app`,
      detail:
        'Each is named by its UDID. The owners installed the app or tried to: they may be further victims, or testers. The identifiers are kept as sensitive indicators and are not exported.',
      severity: 'info',
      measure: { name: 'listed devices', value: devices.length, unit: 'count' },
      locations: [...locations],
    },
  ];
}
