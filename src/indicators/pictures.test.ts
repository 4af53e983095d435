import { describe, expect, it } from 'vitest';
import { findAmounts, findIndicators, joinLines } from './index.ts';

const values = (text: string, language: string): string[] =>
  findIndicators(text, { ocr: true, languages: [language] }).map(({ kind, value }) => `${kind} ${value}`);
const sums = (text: string, language: string): string[] =>
  findAmounts(text, { ocr: true, languages: [language] }).map(({ value }) => value);

describe('what readers of pictures do to values is undone', () => {
  it.each([
    ['카 카 오톡ID: minji4411', 'ko', 'handle minji4411'],
    ['รหัสเซชิญ QK7WPD', 'th', 'invite-code QK7WPD'],
    ['គណនី WBZ318 550 274', 'km', 'bank-account 318550274'],
    ['use my invite codeQWMZRT', 'en', 'invite-code QWMZRT'],
    ['promo code: GIFTsx', 'en', 'invite-code GIFTSX'],
    ['客服·IP203.0.113.77', 'zh', 'ip 203.0.113.77'],
    ['Telegram: @desk _5501', 'en', 'handle desk_5501'],
    ['واتساب: 971502345678+:lw', 'ar', 'phone +971502345678'],
    ['تيليجرام: noor_7712@:al', 'ar', 'handle noor_7712'],
    ['see tme/helper_desk99', 'en', 'handle helper_desk99'],
    ['linktree/some.person', 'en', 'url http://linktr.ee/some.person'],
    ['https://xn--py.pal-4ve.com', 'en', 'url https://xn--pypal-4ve.com/'],
  ])('%s', (text, language, value) => {
    expect(values(text, language)).toEqual([value]);
  });

  it.each([
    ['日領NTS4,50O起', 'zh-Hant', 'TWD 4500'],
    ['balance $O.00', 'en', 'USD 0.00'],
    ['S12,340.50 profit', 'en', 'USD 12340.50'],
    ['RS 1.250,00', 'pt', 'BRL 1250.00'],
    ['รายได้ 2,.500 บาท', 'th', 'THB 2500'],
    ['درهم 8,450.00', 'ar', 'AED 8450.00'],
    ['взнос 21 500 Р. сейчас', 'ru', 'RUB 21500'],
  ])('%s is %s', (text, language, value) => {
    expect(sums(text, language)).toEqual([value]);
  });

  it('a host broken behind its hyphen, with a figure in its ending', () => {
    const lines = ['Please register here: trade-demo-', 'world.c0m/r?id=7781 and use'].map((text, at) => ({
      text,
      box: { x: 40, y: 100 + at * 28, width: text.length * 10, height: 20 },
    }));
    const found = findIndicators(joinLines(lines).text, { ocr: true, languages: ['en'] });
    expect(found.map(({ value }) => value)).toEqual(['http://trade-demo-world.com/r?id=7781']);
  });
});

describe('what only looks like a value is none', () => {
  it.each([
    ['2026-05-0714:22', 'zh'],
    ['07/05/202614:22', 'zh'],
    ['9234735749 a.n.PT Sumber', 'id'],
    ['ORDERS31855027', 'en'],
    ['Il.lO and O.QO', 'en'],
  ])('%s', (text, language) => {
    expect(values(text, language)).toEqual([]);
    expect(sums(text, language)).toEqual([]);
  });

  it.each(['exports.foo', 'controller.signal', 'event.target', 'this.name', 'userStore.select'])(
    'a name in a program: %s',
    (text) => {
      expect(findIndicators(text, { mode: 'code' })).toEqual([]);
    },
  );

  it('a site whose name is also a word of programs is one', () => {
    expect(values('controller.com', 'en')).toEqual(['domain controller.com']);
  });

  it('an Arabic name of money that belongs to the number before it', () => {
    expect(sums('50 ريال 30 يوما', 'ar')).toEqual(['SAR 50']);
  });
});
