import { domainToASCII } from 'node:url';
import { describe, expect, it } from 'vitest';
import { editDistance } from './edit-distance.ts';
import { lookalikeFinder } from './find-lookalike.ts';
import { findLookalike } from './known-domains.ts';
import { glanceOf, mixedScripts, skeletonOf } from './skeleton.ts';

describe('skeletons', () => {
  it('are equal for letters of other scripts that look the same', () => {
    expect(skeletonOf('раураl')).toBe(skeletonOf('paypal')); // Cyrillic р, а, у
    expect(skeletonOf('ρaypal')).toBe(skeletonOf('paypal')); // Greek rho
    expect(skeletonOf('𝓅aypal')).toBe(skeletonOf('paypal'));
  });

  it('follow the mappings of UTS #39 to the letter', () => {
    expect(skeletonOf('m1IO0')).toBe('rnllOO');
    expect(skeletonOf('pay\u200bpal')).toBe(skeletonOf('paypal'));
    expect(skeletonOf('Å')).toBe(skeletonOf('A\u030a'));
  });

  it('stay apart where the names are different', () => {
    expect(skeletonOf('binance')).not.toBe(skeletonOf('finance'));
  });

  it('are made of long texts in time that grows with their length', () => {
    const start = performance.now();
    expect(skeletonOf('ｂіпаnсе'.repeat(30_000)).length).toBeGreaterThan(100_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('texts at a glance', () => {
  it.each(['BINANCE', 'Blnance', 'BІNANCE', 'ВINANCE', 'b1nancé', 'ｂｉｎａｎｃｅ', '𝐁𝐢𝐧𝐚𝐧𝐜𝐞', 'ВІΝΑΝСЕ'])(
    'sees Binance in %s',
    (text) => expect(glanceOf(text)).toBe(glanceOf('Binance')),
  );

  it('does not make words equal that a person tells apart', () => {
    expect(glanceOf('Finance')).not.toBe(glanceOf('Binance'));
    expect(glanceOf('币安')).not.toBe(glanceOf('币女'));
  });
});

it('names the scripts that a word mixes', () => {
  expect(mixedScripts('Віnance')).toEqual(['Latin', 'Cyrillic']);
  expect(mixedScripts('Сбербанк')).toEqual([]);
  expect(mixedScripts('币安Binance')).toEqual([]);
});

describe('edit distance', () => {
  it('counts letters changed, added, left out and swapped', () => {
    expect(editDistance('binance', 'binance', 2)).toBe(0);
    expect(editDistance('binance', 'binanse', 2)).toBe(1);
    expect(editDistance('binance', 'binancee', 2)).toBe(1);
    expect(editDistance('binance', 'bnance', 2)).toBe(1);
    expect(editDistance('binance', 'biannce', 2)).toBe(1);
    expect(editDistance('kraken', 'krakne', 1)).toBe(1);
    expect(editDistance('coinbase', 'conibsae', 2)).toBe(2);
  });

  it('gives up beyond its limit', () => {
    expect(editDistance('binance', 'coinbase', 2)).toBe(3);
    expect(editDistance('a', 'abcdefgh', 2)).toBe(3);
    expect(editDistance('', 'ab', 2)).toBe(2);
  });
});

describe('domains', () => {
  const find = lookalikeFinder([
    { owner: 'Binance', domain: 'binance.com' },
    { owner: 'OKX', domain: 'okx.com' },
    { owner: 'Coinbase', domain: 'coinbase.com' },
    { owner: 'HSBC', domain: 'hsbc.com.hk' },
  ]);

  it('are told as look-alikes with the way they do it', () => {
    expect(find('blnance.com')).toMatchObject({ owner: 'Binance', how: 'glyphs' });
    expect(find(domainToASCII('bіnance.com'))).toMatchObject({ owner: 'Binance', how: 'glyphs' });
    expect(find('binnance.net')).toMatchObject({ owner: 'Binance', how: 'typo' });
    expect(find('binance-vip.top')).toMatchObject({ owner: 'Binance', how: 'embedded' });
    expect(find('coinbasepro88.cc')).toMatchObject({ owner: 'Coinbase', how: 'embedded' });
    expect(find('binance.com.account-check.top')).toMatchObject({ owner: 'Binance', how: 'embedded' });
    expect(find('coinbase.vip')).toMatchObject({ owner: 'Coinbase', how: 'other-ending' });
    expect(find('hsbc-invest.com')).toMatchObject({ owner: 'HSBC', how: 'embedded' });
  });

  it('are not, when they are the owner’s or ordinary', () => {
    for (const domain of [
      'binance.com',
      'api.binance.com',
      'finance.com',
      'okxyz.com',
      'base.org',
      'example.com',
    ])
      expect(find(domain)).toBeUndefined();
  });
});

describe('domains that brands serve from', () => {
  it.each([
    'pdfium.googlesource.com',
    's3.eu-west-1.amazonaws.com',
    'amazonaws.com',
    'login.microsoftonline.com',
    'gateway.icloud-content.com',
    'www.apple.com.edgekey.net',
    'lf16.tiktokcdn.com',
    'static.cloudflareinsights.com',
  ])('%s imitates nobody', (domain) => expect(findLookalike(domain)).toBeUndefined());

  it.each(['amazonaws-login.com', 'icloud-contents.net'])('%s does', (domain) =>
    expect(findLookalike(domain)).toBeDefined(),
  );

  it('what a customer of a cloud calls himself is compared like any name', () => {
    expect(findLookalike('paypal-login.s3.amazonaws.com')?.owner).toBe('PayPal');
  });
});
