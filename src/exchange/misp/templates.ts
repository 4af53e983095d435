/** One object template of misp-objects (CC0-1.0 or BSD-2-Clause): what must stand on each object made from it. */
export interface MispTemplate {
  readonly name: string;
  readonly 'meta-category': string;
  readonly description: string;
  readonly template_uuid: string;
  readonly template_version: string;
}

/** MISP/misp-objects at commit 54538c6 (2026-06-27); copies in data/misp, compared by a test. */
export const TEMPLATES = {
  file: {
    name: 'file',
    'meta-category': 'file',
    description: 'File object describing a file with meta-information',
    template_uuid: '688c46fb-5edb-40a3-8273-1af7923e2215',
    template_version: '25',
  },
  'coin-address': {
    name: 'coin-address',
    'meta-category': 'financial',
    description: 'An address used in a cryptocurrency',
    template_uuid: 'd0e6997e-78da-4815-a6a1-cfc1c1cb8a46',
    template_version: '7',
  },
  'bank-account': {
    name: 'bank-account',
    'meta-category': 'financial',
    description: 'An object describing bank account information based on account description from goAML 4.0.',
    template_uuid: 'b4712203-95a8-4883-80e9-b566f5df11c9',
    template_version: '3',
  },
  'telegram-account': {
    name: 'telegram-account',
    'meta-category': 'misc',
    description: 'Information related to a telegram account',
    template_uuid: '06f02ecf-5afb-42c5-9cb0-b362e222f52c',
    template_version: '2',
  },
  report: {
    name: 'report',
    'meta-category': 'misc',
    description: 'Report object to describe a report along with its metadata.',
    template_uuid: '70a68471-df22-4e3f-aa1a-5a3be19f82df',
    template_version: '8',
  },
} as const satisfies Record<string, MispTemplate>;
export type TemplateName = keyof typeof TEMPLATES;
