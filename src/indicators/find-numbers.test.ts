import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { findIndicators } from './index.ts';

const values = (text: string, options = {}): string[] =>
  findIndicators(text, options).map(({ kind, subtype, value }) =>
    [kind, subtype, value].filter(Boolean).join(' '),
  );

describe('telephone numbers', () => {
  it('of every country are found with their country code, however grouped', () => {
    const missed = getCountries().filter((country) => {
      const example = getExampleNumber(country, examples);
      if (example === undefined) return false;
      const texts = [
        example.formatInternational(),
        example.number,
        example.formatInternational().replaceAll(' ', '-'),
      ];
      return !texts.every((text) => values(`Contact: ${text}.`).includes(`phone ${example.number}`));
    });
    expect(missed).toEqual([]);
  });

  it.each([
    ['Call (312) 555-0126 now please, your card is blocked', 'phone +13125550126'],
    ['Ligue (11) 96123-4758 para não perder a sua conta', 'phone +5511961234758'],
    ['문의 010-1234-5678', 'phone +821012345678'],
    ['お電話 090-1234-5678 まで', 'phone +819012345678'],
    ['电话13800138000', 'phone +8613800138000'],
    ['Тел. 8 (912) 345-60-79', 'phone +79123456079'],
    ['اتصل على ٠٥٠١٢٣٤٥٦٧', 'phone +971501234567'],
    ['Your 2004 Account Statement for 07973788240 shows points for you', 'phone +447973788240'],
    ['SĐT 0987654321 gặp em nhé', 'phone +84987654321'],
    ['Appelez le 01 23 45 67 89 pour votre colis', 'phone +33123456789'],
    ['Coucou, WhatsApp 0044 7911 123456', 'phone whatsapp +447911123456'],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual([expected]);
  });

  it.each([
    'Tracking number 1234567890, order no 9876543210',
    'On 2026-03-14 10:42 or 12.05.2026 or 14/03/2026',
    'Your verification code is 448120',
    'We sold 1,234,567 items, version 10.0.19041.1',
    '交易流水号 20260314104231008',
    'รหัสอ้างอิง 014073104231',
  ])('no number is found in: %s', (text) => {
    expect(values(text)).toEqual([]);
  });
});

describe('bank accounts, cards and payment addresses', () => {
  it.each([
    ['DE89370400440532013000'],
    ['GB29 NWBK 6016 1331 9268 19'],
    ['NO93 8601 1117 947'],
    ['MT84MALT011000012345MTLCAST001S'],
    ['FR14 2004 1010 0505 0001 3M02 606'],
    ['AE07 0331 2345 6789 0123 456'],
    ['SA03 8000 0000 6080 1016 7519'],
    ['BR18 0036 0305 0000 1000 9795 493C 1'],
    ['TR33 0006 1005 1978 6457 8413 26'],
    ['UA21 3223 1300 0002 6007 2335 6600 1'],
    ['PK36SCBL0000001123456702'],
    ['KW81CBKU0000000000001234560101'],
    ['CH93 0076 2011 6238 5295 7'],
    ['NL91-ABNA-0417-1643-00'],
  ])('the IBAN %s', (iban) => {
    expect(values(`Transfer to ${iban} today`)).toEqual([`bank-account iban ${iban.replace(/[ -]/g, '')}`]);
  });

  it('an IBAN whose check digits are wrong is none, but a misread one is repaired', () => {
    expect(values('GB28 NWBK 6016 1331 9268 19')).toEqual([]);
    expect(findIndicators('GB29 NWBK 6O16 1331 9268 19', { ocr: true })[0]).toMatchObject({
      value: 'GB29NWBK60161331926819',
      check: 'repaired',
    });
  });

  it.each([
    ['rekening BCA 9234735749 a.n. PT Maju', 'bank-account 9234735749'],
    ['số tài khoản\n7562926671', 'bank-account 7562926671'],
    ['입금 계좌 국민은행 859669-96-708624', 'bank-account 85966996708624'],
    ['โอนเข้าบัญชีกสิกรไทย 397-7-80742-4', 'bank-account 3977807424'],
    ['匯款帳號 (013)233566174720', 'bank-account 013233566174720'],
    ['CLABE 032180000118359719', 'bank-account clabe 032180000118359719'],
    ['CBU 2850590940090418135201', 'bank-account cbu 2850590940090418135201'],
    ['UPI srfgsw507@okaxis पर ₹5,000 भेजें', 'payment-id upi srfgsw507@okaxis'],
    ['PIX CPF 529.982.247-25', 'payment-id pix-cpf 52998224725'],
    [
      'chave pix 123e4567-e89b-12d3-a456-426614174000',
      'payment-id pix-random 123e4567-e89b-12d3-a456-426614174000',
    ],
    ['พร้อมเพย์ 081-234-5678', 'payment-id promptpay +66812345678'],
    ['PayNow UEN 201912345K', 'payment-id paynow-uen 201912345K'],
    ['GCash 0917 123 4567', 'payment-id mobile-money +639171234567'],
    [
      '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D',
      'payment-id pix 123e4567-e12b-12d1-a456-426655440000',
    ],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual([expected]);
  });

  it('a payment card is somebody’s own: it is marked sensitive', () => {
    expect(findIndicators('4111 1111 1111 1111')).toMatchObject([
      { kind: 'card', subtype: 'visa', sensitive: true },
    ]);
    expect(findIndicators('4111 1111 1111 1112')).toEqual([]);
  });

  it('in code a bare number is nothing', () => {
    expect(values('id=13800138000;t=4111111111111111', { mode: 'code' })).toEqual([]);
  });
});
