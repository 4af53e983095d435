import type { Brand } from './brand.ts';

/** Places where cryptocurrencies are traded. */
export const exchanges: readonly Brand[] = [
  {
    id: 'binance',
    name: 'Binance',
    sector: 'exchange',
    names: ['币安', '幣安', '바이낸스', 'バイナンス', 'Бинанс'],
    android: ['com.binance.dev'],
    domains: ['binance.com'],
    source: 'lawnicons twofactorauth',
  },
];
