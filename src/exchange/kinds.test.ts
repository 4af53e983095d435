import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Indicator, IndicatorKind } from '../contract/index.ts';
import type { CollectedIndicator } from './indicators.ts';
import { mapIndicator } from './misp/map-indicator.ts';
import { observableOf } from './stix/observables.ts';

const collected = (kind: IndicatorKind, subtype: string | undefined, value: string): CollectedIndicator => ({
  kind,
  subtype,
  value,
  standing: 'proposed' satisfies Indicator['standing'],
  check: 'valid',
  confidence: 90,
  sensitive: false,
  reading: undefined,
  subjects: [],
  how: [],
  analyzers: [],
});

/** What the finder of indicators produces: kind, subtype, value, STIX object or none. */
const produced: readonly (readonly [IndicatorKind, string | undefined, string, string | undefined])[] = [
  ['url', 'app-download', 'https://dl.bad.example/trade.apk', 'url'],
  ['url', undefined, 'https://xn--chase-8na.com/login', undefined],
  ['domain', undefined, 'xn--80ak6aa92e.com', 'domain-name'],
  ['phone', 'whatsapp', '+85251234441', 'phone-number'],
  ['wallet', 'tron', 'TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm', 'cryptocurrency-wallet'],
  ['wallet', 'bch', 'bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy', 'cryptocurrency-wallet'],
  ['wallet', 'ton', 'EQD__________________________________________0vo', 'cryptocurrency-wallet'],
  [
    'transaction',
    undefined,
    '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b',
    'cryptocurrency-transaction',
  ],
  ['bank-account', 'iban', 'GB29NWBK60161331926819', 'bank-account'],
  ['bank-account', 'clabe', '032180000118359719', 'bank-account'],
  ['bank-account', undefined, '013233566174720', 'bank-account'],
  ['payment-id', 'upi', 'srfgsw507@okaxis', undefined],
  ['payment-id', 'pix-random', '123e4567-e89b-12d3-a456-426614174000', undefined],
  ['handle', 'telegram', 'nexora_cs7769', 'user-account'],
  ['handle', 'line', '@abc1234x', 'user-account'],
  ['handle', 'skype', 'live:.cid.1a2b3c4d', 'user-account'],
  ['handle', undefined, 'nexora_cs_16', 'user-account'],
  ['group-link', 'telegram', 'https://t.me/+AbCdEfGhIjKl', 'url'],
  ['group-link', 'telegram', 'tg://join?invite=AbCdEfGhIjKl', 'url'],
  [
    'store-link',
    'over-the-air',
    'itms-services://?action=download-manifest&url=https%3A%2F%2Fdl.bad.example%2Fm.plist',
    'url',
  ],
  ['package', undefined, 'com.fake.trade', 'software'],
  ['invite-code', undefined, '2TAG6C', undefined],
];

const types = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../data/misp/describeTypes.json'), 'utf8'),
).result.category_type_mappings as Record<string, string[]>;

describe('every kind and subtype that is found in texts can leave', () => {
  it.each(produced)('as STIX: %s %s %s', (kind, subtype, value, type) => {
    expect(observableOf(collected(kind, subtype, value))?.type).toBe(type);
  });

  it.each(produced)('as MISP, with a type of its category: %s %s %s', (kind, subtype, value) => {
    const { type, category, value: written } = mapIndicator(collected(kind, subtype, value));
    expect(types[category]).toContain(type);
    expect(written.length).toBeGreaterThan(0);
  });
});
