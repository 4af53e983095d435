import type { IndicatorKind } from '../../contract/index.ts';
import type { CollectedIndicator } from '../indicators.ts';
import { inertText } from '../inert.ts';
import { showHostile } from '../show-hostile.ts';
import { observableOf } from '../stix/observables.ts';
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

/** What needs no object and no thought; each (category, type) pair is in MISP's describeTypes. */
const simple =
  (type: string, category: string): Mapping =>
  ({ value }) => ({ type, category, value, matchable: true });
/** What MISP has no type for, or what is not what its kind says: as inert text. */
const plain: Mapping = ({ kind, subtype, value }) => ({
  type: 'text',
  category: 'Other',
  value: inertText(`${kind}${subtype === undefined ? '' : ` (${subtype})`}: ${value}`, 4200),
  matchable: false,
});

const MAPPINGS: Readonly<Record<IndicatorKind, Mapping>> = {
  url: simple('url', 'Network activity'),
  'store-link': simple('url', 'Network activity'),
  'group-link': simple('url', 'Network activity'),
  domain: simple('domain', 'Network activity'),
  ip: simple('ip-dst', 'Network activity'),
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
  file: simple('sha256', 'Payload delivery'),
  package: simple('mobile-application-id', 'Payload delivery'),
  certificate: simple('x509-fingerprint-sha256', 'Payload delivery'),
  'fuzzy-hash': (i) =>
    i.subtype === 'tlsh' || i.subtype === 'ssdeep' ? simple(i.subtype, 'Payload delivery')(i) : plain(i),
  card: simple('cc-number', 'Financial fraud'),
  'payment-id': plain,
  'service-key': plain,
  'team-id': plain,
};

/** Kinds whose value has a syntax: one that breaks it never becomes a typed attribute. */
const SHAPED: ReadonlySet<IndicatorKind> = new Set([
  'url',
  'store-link',
  'group-link',
  'domain',
  'ip',
  'email',
  'phone',
  'wallet',
  'bank-account',
  'handle',
  'package',
  'file',
  'certificate',
]);

export function mapIndicator(indicator: CollectedIndicator): Mapped {
  const { kind, value } = indicator;
  const misfit = SHAPED.has(kind) && observableOf(indicator) === undefined;
  return misfit || showHostile(value, { max: 5000 }) !== value ? plain(indicator) : MAPPINGS[kind](indicator);
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
