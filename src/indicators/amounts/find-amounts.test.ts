import { describe, expect, it } from 'vitest';
import { findAmounts } from '../index.ts';

describe('sums of money as they are written around the world', () => {
  it.each([
    ['$18,450.50', 'USD 18450.50'],
    ['$300-$500 a day', 'USD 300-500'],
    ['$80 - $200', 'USD 80-200'],
    ['£3,250.00', 'GBP 3250.00'],
    ['1 480,00 €', 'EUR 1480.00'],
    ['100 € à 300 €', 'EUR 100-300'],
    ['1.850,00 €', 'EUR 1850.00'],
    ['R$ 200 a R$ 800', 'BRL 200-800'],
    ['Rp 2.500.000', 'IDR 2500000'],
    ['Rp500rb', 'IDR 500000'],
    ['20.000.000đ', 'VND 20000000'],
    ['20 triệu đồng', 'VND 20000000'],
    ['¥5,000，注册链接', 'CNY 5000'],
    ['300-800元', 'CNY 300-800'],
    ['日薪NT$2,500起', 'TWD 2500'],
    ['日給5万円', 'JPY 50000'],
    ['送金は¥1,200,000です', 'JPY 1200000'],
    ['3,500,000원', 'KRW 3500000'],
    ['1,000-3,000 บาท', 'THB 1000-3000'],
    ['₹25,00,000 की लॉटरी', 'INR 2500000'],
    ['50 ريال', 'SAR 50'],
    ['12.50 درهم', 'AED 12.50'],
    ['48 500 ₽', 'RUB 48500'],
    ['2,5 млн рублей', 'RUB 2500000'],
    ["CHF 1'200.50", 'CHF 1200.50'],
    ['5k USDT', 'USDT 5000'],
    ['HK$8,000', 'HKD 8000'],
  ])('%s is %s', (text, value) => {
    expect(findAmounts(text).map((amount) => amount.value)).toEqual([value]);
  });

  it.each(['10:42 on 14/03/2026', 'BTC/USDT', '20% of 3,000 students', 'version 1.2.3', 'TRC20: USDT'])(
    'no sum is found in: %s',
    (text) => {
      expect(findAmounts(text)).toEqual([]);
    },
  );

  it('gives the place in the original text', () => {
    const text = 'только ４８ ５００ ₽ сегодня';
    const [amount] = findAmounts(text);
    expect(text.slice(amount?.start, amount?.end)).toBe('４８ ５００ ₽');
  });
});
