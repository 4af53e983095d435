import type { StixObject } from './types.ts';

const DOGESEC = {
  'cryptocurrency-wallet': {
    id: 'extension-definition--be78509e-6958-51b1-8b26-d17ee0eba2d7',
    name: 'CryptocurrencyWallet',
    what: 'cryptocurrency wallets',
  },
  'cryptocurrency-transaction': {
    id: 'extension-definition--151d042d-4dcf-5e44-843f-1024440318e5',
    name: 'CryptocurrencyTransaction',
    what: 'cryptocurrency transactions',
  },
  'bank-account': {
    id: 'extension-definition--f19f3291-6a84-5674-b311-d75a925d5bd9',
    name: 'BankAccount',
    what: 'bank account details',
  },
  'phone-number': {
    id: 'extension-definition--14a97ee2-e666-5ada-a6bd-b7177f79e211',
    name: 'Phonenumber',
    what: 'phone numbers',
  },
} as const;
export type ExtensionSco = keyof typeof DOGESEC;

/** What every instance of one of these types carries. */
export function newScoExtension(type: ExtensionSco): Record<string, { extension_type: 'new-sco' }> {
  return { [DOGESEC[type].id]: { extension_type: 'new-sco' } };
}

/**
 * The definition that must travel with such objects. Source: muchdogesec/stix2extensions (Apache-2.0), copies in
 * data/stix; its own marking references are left out, since their targets are not part of our bundles.
 */
export function scoExtensionDefinition(type: ExtensionSco): StixObject {
  const { id, name, what } = DOGESEC[type];
  return {
    type: 'extension-definition',
    spec_version: '2.1',
    id,
    created_by_ref: 'identity--9779a2db-f98c-5f4b-8d08-8ee04e02dbb5',
    created: '2020-01-01T00:00:00.000Z',
    modified: '2020-01-01T00:00:00.000Z',
    name,
    description: `This extension creates a new SCO that can be used to represent ${what}.`,
    schema: `https://raw.githubusercontent.com/muchdogesec/stix2extensions/main/automodel_generated/schemas/scos/${type}.json`,
    version: '1.0',
    extension_types: ['new-sco'],
  };
}

/** The author of the four definitions above, so that their created_by_ref resolves inside the bundle. */
export const DOGESEC_IDENTITY: StixObject = {
  type: 'identity',
  spec_version: '2.1',
  id: 'identity--9779a2db-f98c-5f4b-8d08-8ee04e02dbb5',
  created: '2020-01-01T00:00:00.000Z',
  modified: '2020-01-01T00:00:00.000Z',
  name: 'dogesec',
  identity_class: 'organization',
};

/** Our own: what was done to an artefact and how sure the result is, on its observed-data object. */
export const EXAMINATION_EXTENSION = 'extension-definition--5a3c1a52-9d0e-5b7e-8c4e-2f1f6a9b5c10';

export const EXAMINATION_DEFINITION: StixObject = {
  type: 'extension-definition',
  spec_version: '2.1',
  id: EXAMINATION_EXTENSION,
  created_by_ref: 'identity--1f6e2b0a-7c59-5d0b-9a6e-8b1d6c0f4e21',
  created: '2026-11-22T00:00:00.000Z',
  modified: '2026-11-22T00:00:00.000Z',
  name: 'Assay examination',
  description:
    'Property extension for observed-data: which methods examined the observed file, their measures, what each question was answered, and what was not examined. A note object says the same in words.',
  schema: [
    'methods: list of {name, version, status (completed | partial | failed), models (name to SHA-256)}.',
    'measures: list of {finding, name, value, unit, threshold (optional)}.',
    'assessments: list of {question, answer, words, likelihood_ratio (optional: value, bound, calibration)};',
    'answer is supports, supports-alternative, no-indication, inconclusive, not-examinable, outside-validity-domain or not-run;',
    'likelihood_ratio.value is the ratio of the probabilities of the findings under the two propositions named in words.',
    'not_examined: list of {what, reason, detail}.',
  ].join(' '),
  version: '1.0.0',
  extension_types: ['property-extension'],
};

export const ASSAY_IDENTITY: StixObject = {
  type: 'identity',
  spec_version: '2.1',
  id: 'identity--1f6e2b0a-7c59-5d0b-9a6e-8b1d6c0f4e21',
  created: '2026-11-22T00:00:00.000Z',
  modified: '2026-11-22T00:00:00.000Z',
  name: 'Assay',
  identity_class: 'system',
};
