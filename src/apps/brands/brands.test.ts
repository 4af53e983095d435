import { parse } from 'tldts';
import { describe, expect, it } from 'vitest';
import { brands } from '../../../data/brands/index.ts';
import { Finding } from '../../contract/index.ts';
import { findLookalike, isOfficialDomain } from '../../indicators/index.ts';
import { compareLabel } from './compare-label.ts';
import { comparePackage } from './compare-package.ts';
import { judgeBrand } from './judge-brand.ts';

const first = (label: string) => {
  const match = compareLabel(label)[0];
  return match && `${match.use} ${match.brand.id}${match.ordinary ? ' ordinary' : ''}`;
};

describe('the list of brands', () => {
  it('has each brand and each id once, and a source for whatever is a fact', () => {
    const ids = brands.map((brand) => brand.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(400);
    const packages = brands.flatMap((brand) => brand.android ?? []);
    expect(packages.filter((id, at) => packages.indexOf(id) !== at)).toEqual([]);
    const bare = ({ android, ios, domains, signers }: (typeof brands)[number]) =>
      [android, ios, domains, signers].every((list) => list === undefined);
    expect(brands.filter((brand) => brand.source === '' && !bare(brand))).toEqual([]);
  });

  it('has registrable domains in lower case, and signers that are SHA-256', () => {
    const domains = brands.flatMap((brand) => brand.domains ?? []);
    expect(domains.filter((domain) => parse(domain).domain !== domain)).toEqual([]);
    const signers = brands.flatMap((brand) => brand.signers ?? []);
    expect(signers.filter((signer) => !/^[0-9a-f]{64}$/.test(signer))).toEqual([]);
  });

  it('finds domains that look like theirs', () => {
    expect(isOfficialDomain('api.binance.com')).toBe(true);
    expect(findLookalike('metatrader5-vip.cc')).toMatchObject({ owner: 'MetaTrader 5', how: 'embedded' });
    expect(findLookalike('police.example')).toBeUndefined();
  });
});

describe('labels', () => {
  it.each([
    ['Binance', 'same binance'],
    ['币安', 'same binance'],
    ['Blnance', 'glyphs binance'],
    ['Віnаnсe Pro', 'glyphs binance'],
    ['BinancePro', 'decorated binance'],
    ['币安交易所', 'decorated binance'],
    ['币安国际版VIP', 'decorated binance'],
    ['MetaTrader5', 'same metatrader-5'],
    ['MT5 Pro Global', 'decorated metatrader-5'],
    ['MetaTrader 5 Global', 'decorated metatrader-5'],
    ['Coinbasse', 'typo coinbase'],
    ['ITAU', 'same itau'],
    ['Сбербанк', 'same sberbank'],
    ['카카오뱅크', 'same kakaobank'],
    ['Backup for WhatsApp', 'contains whatsapp'],
    ['Signal', 'same signal ordinary'],
  ])('%s is read as %s', (label, expected) => expect(first(label)).toBe(expected));

  it.each([
    'Wallet',
    'Trade',
    'Global Pay',
    'Finance',
    'Pro VIP',
    'My Exchange',
    'Linear',
    'Weather',
    '交易所',
    '钱包',
    '',
  ])('%s is no brand', (label) => expect(first(label)).toBeUndefined());

  it('are compared in bounded time however they are written', () => {
    const start = performance.now();
    for (let at = 0; at < 200; at++) compareLabel(`${'а b1 币 '.repeat(50)}${at}`);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

describe('package names', () => {
  const use = (id: string) => {
    const match = comparePackage(id, 'android');
    return match && `${match.use} ${match.brand.id}`;
  };
  it.each([
    ['com.binance.dev', 'official binance'],
    ['com.blnance.dev', 'glyphs binance'],
    ['com.b1nance.vip', 'glyphs binance'],
    ['com.binance.devs', 'typo binance'],
    ['com.binance.global.vip', 'namespace binance'],
    ['vip.mybinance.app', 'names binance'],
    ['com.example.app', undefined],
    ['org.signal.game', undefined],
  ])('%s', (id, expected) => expect(use(id)).toBe(expected));
});

describe('findings', () => {
  const [whatsapp] = brands.filter((brand) => brand.id === 'whatsapp');
  const known = whatsapp?.signers?.[0] ?? '';
  const judge = (id: string, labels: string[], signers: string[] = ['0'.repeat(64)]) =>
    judgeBrand({ platform: 'android', id, labels, signers }).map((finding) => Finding.parse(finding));
  const ids = (...args: Parameters<typeof judge>) => judge(...args).map((finding) => finding.id);

  it('tells a brand’s name under a package that is not known as its own', () => {
    const [finding] = judge('com.k83.app', ['Binance Pro']);
    expect(finding?.id).toBe('imitates-brand');
    expect(finding?.techniques).toEqual(['T1655.001']);
    expect(finding?.detail).toBe(
      "The label “Binance Pro” is “Binance” with words that such apps add. Its package name is com.k83.app; known as the brand's: com.binance.dev, com.binance.us. No signer of the brand is known here to compare with (0000000000000000…). Our list may be incomplete.",
    );
  });

  it('tells writing that is meant to deceive from a name that is merely used', () => {
    expect(ids('com.k83.app', ['Blnance'])).toEqual(['imitates-brand/look-alike']);
    expect(ids('com.blnance.dev', ['Trade'])).toEqual(['imitates-brand/look-alike']);
    expect(ids('com.binance.other', ['Binance Lite'])).toEqual(['brand-namespace']);
    expect(ids('dev.someone.tool', ['Backup for WhatsApp'])).toEqual(['names-brand']);
    expect(ids('org.game', ['Phantom'])).toEqual(['names-brand']);
    expect(ids('org.example', ['Notes'])).toEqual([]);
    expect(ids('com.binance.notes', ['Notes'])).toEqual([]);
  });

  it('believes a package name only with a signature that holds and is known', () => {
    expect(ids('com.whatsapp', ['WhatsApp'], [known])).toEqual(['official-app']);
    expect(ids('com.whatsapp', ['WhatsApp'])).toEqual(['imitates-brand/signer']);
    expect(ids('com.whatsapp', ['WhatsApp'], [])).toEqual(['imitates-brand/signer']);
    expect(ids('com.binance.dev', ['Binance'])).toEqual(['official-package']);
    expect(ids('org.other', ['WhatsApp'], [known])).toEqual(['imitates-brand']);
  });

  it('looks at every language of the label', () => {
    expect(ids('com.k83.app', ['Trade', '币安交易所'])).toEqual(['imitates-brand']);
  });

  it('compares the icon with those that a unit gave', () => {
    const identity = {
      platform: 'android' as const,
      id: 'com.k83.app',
      labels: [],
      signers: [],
      iconHash: 'ff00ff00ff00ff00',
    };
    const icons = [{ brand: 'binance', hash: 'ff00ff00ff00ff01' }];
    expect(judgeBrand(identity, icons)).toMatchObject([{ id: 'imitates-brand/icon', measure: { value: 1 } }]);
    expect(judgeBrand(identity, [{ brand: 'binance', hash: '00ff00ff00ff00ff' }])).toEqual([]);
  });
});
