import type { Marking } from '../../contract/index.ts';
import type { StixObject } from './types.ts';

/** TLP 2.0 as a STIX extension. The ids printed in the STIX 2.1 text itself are TLP 1.0 and are not used. */
const TLP_EXTENSION = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

const IDS: Readonly<Record<Marking, string>> = {
  clear: '94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': '939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/**
 * The official marking definition. Source: oasis-open/cti-stix-common-objects, extension-definition-specifications/tlp-2.0
 * (copy in data/tlp, compared by a test).
 */
export function tlpDefinition(marking: Marking): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${IDS[marking]}`,
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${marking.toUpperCase()}`,
    extensions: { [TLP_EXTENSION]: { extension_type: 'property-extension', tlp_2_0: marking } },
  };
}
