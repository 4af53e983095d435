import { isIP } from 'node:net';
import type { IndicatorKind } from '../../contract/index.ts';
import type { CollectedIndicator } from '../indicators.ts';
import type { TemplateName } from './templates.ts';

/** Where an indicator goes in MISP: an attribute, alone or as the one attribute of an object. */
export interface Mapped {
  readonly type: string;
  readonly category: string;
  readonly value: string;
  /** Whether a detection system could match on it at all. */
  readonly matchable: boolean;
  readonly object?: { readonly template: TemplateName; readonly relation: string };
}

type Mapping = (indicator: CollectedIndicator) => Mapped;

const HEX64 = /^[0-9a-f]{64}$/;
/** What needs no object and no thought; each (category, type) pair is in MISP's describeTypes. */
const simple =
  (type: string, category: string): Mapping =>
  ({ value }) => ({ type, category, value, matchable: true });
const plain: Mapping = ({ kind, subtype, value }) => ({
  type: 'text',
  category: 'Other',
  value: `${kind}${subtype === undefined ? '' : ` (${subtype})`}: ${value}`,
  matchable: false,
});

const MAPPINGS: Readonly<Record<IndicatorKind, Mapping>> = {
  url: simple('url', 'Network activity'),
  'store-link': simple('url', 'Network activity'),
  'group-link': simple('url', 'Network activity'),
  domain: simple('domain', 'Network activity'),
  ip: (i) => (isIP(i.value) === 0 ? plain(i) : simple('ip-dst', 'Network activity')(i)),
  email: simple('email', 'Social network'),
  phone: ({ value }) => ({ type: 'phone-number', category: 'Financial fraud', value, matchable: false }),
  wallet: coin,
  transaction: plain,
  'bank-account': account,
  handle: (i) =>
    i.subtype === 'telegram'
      ? {
          type: 'text',
          category: 'Social network',
          value: i.value,
          matchable: false,
          object: { template: 'telegram-account', relation: 'username' },
        }
      : plain(i),
  'invite-code': plain,
  file: (i) => (HEX64.test(i.value) ? simple('sha256', 'Payload delivery')(i) : plain(i)),
  package: simple('mobile-application-id', 'Payload delivery'),
  certificate: (i) =>
    HEX64.test(i.value) ? simple('x509-fingerprint-sha256', 'Payload delivery')(i) : plain(i),
  'fuzzy-hash': (i) =>
    i.subtype === 'tlsh' || i.subtype === 'ssdeep' ? simple(i.subtype, 'Payload delivery')(i) : plain(i),
  card: simple('cc-number', 'Financial fraud'),
  'payment-id': plain,
  'service-key': plain,
  'team-id': plain,
};

export function mapIndicator(indicator: CollectedIndicator): Mapped {
  return MAPPINGS[indicator.kind](indicator);
}

function coin({ value, subtype }: CollectedIndicator): Mapped {
  const known = { btc: 'address', xmr: 'address-xmr' }[subtype ?? ''];
  return {
    type: known === undefined ? 'text' : subtype!,
    category: 'Financial fraud',
    value,
    matchable: true,
    object: { template: 'coin-address', relation: known ?? 'address-crypto' },
  };
}

function account({ value, subtype }: CollectedIndicator): Mapped {
  const iban = subtype === 'iban' || /^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$/.test(value);
  return {
    type: iban ? 'iban' : 'bank-account-nr',
    category: 'Financial fraud',
    value,
    matchable: true,
    object: { template: 'bank-account', relation: iban ? 'iban' : 'account' },
  };
}
