import type { Location, Sink } from '../../contract/index.ts';
import type { MobileProvision } from '../../formats/index.ts';
import { appleAnchorOf } from './apple-anchor.ts';

type IndicatorInput = Parameters<Sink['indicator']>[0];

/** Apple's team identifiers are ten capital letters and digits. */
const teamId = /^[A-Z0-9]{10}$/;
const MAX_DEVICES = 500;

/**
 * What others can match on in a provisioning profile: the team, the developer certificates and, kept out of exports, the
 * devices. Nothing is proposed where Apple did not vouch for the profile: then it may name anyone.
 */
export function provisionIndicators(profile: MobileProvision, location: Location): IndicatorInput[] {
  const signer = profile.cms?.signers[0];
  const genuine = signer?.verdict === 'verified' && appleAnchorOf(signer) !== undefined;
  const direct = profile.distribution !== 'app-store';
  const standing = genuine && direct ? 'proposed' : 'observed';
  const said = genuine ? '' : ' that Apple did not sign';
  const teams = profile.teamIds.filter((id) => teamId.test(id));
  return [
    ...teams.map(
      (value): IndicatorInput => ({
        kind: 'team-id',
        subtype: 'apple',
        value,
        standing,
        confidence: genuine ? 100 : 50,
        check: 'valid',
        provenance: [{ location, how: `team of a provisioning profile${said}` }],
      }),
    ),
    ...profile.certificates.slice(0, 100).map(
      (certificate): IndicatorInput => ({
        kind: 'certificate',
        subtype: 'sha256',
        value: certificate.sha256,
        standing: 'observed',
        confidence: genuine ? 100 : 50,
        check: 'valid',
        provenance: [
          { location, how: `developer certificate ${certificate.subject.slice(0, 150)} in a profile${said}` },
        ],
      }),
    ),
    ...profile.devices.slice(0, MAX_DEVICES).map(
      (value): IndicatorInput => ({
        kind: 'handle',
        subtype: 'apple-udid',
        value: value.slice(0, 100),
        standing: 'observed',
        confidence: genuine ? 100 : 50,
        sensitive: true,
        provenance: [{ location, how: 'device that may install the app, listed in the profile' }],
      }),
    ),
  ];
}
