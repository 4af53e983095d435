import { describe, expect, it } from 'vitest';
import { knownAddresses } from '../../../data/indicators/known-addresses.ts';
import { findIndicators } from '../index.ts';
import { readAddress } from './read-address.ts';
import { readSolAddress } from './solana.ts';

const found = (text: string, options = {}): string[] =>
  findIndicators(text, options).map((f) => `${f.kind} ${f.subtype} ${f.value} ${f.check}`);

/** Published examples of the networks' own specifications and documentation. */
const examples: readonly (readonly [string, string])[] = [
  ['btc', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['btc', '34xp4vRoCGJym3xR7yCVPFHoCNxv4Twseo'],
  ['btc', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
  ['btc', 'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr'],
  ['eth', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['tron', 'TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm'],
  ['xrp', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh'],
  ['ltc', 'LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9'],
  ['doge', 'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L'],
  ['bch', 'bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy'],
  ['xmr', '44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A'],
  ['ton', 'EQD__________________________________________0vo'],
  [
    'ada',
    'addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x',
  ],
  ['ada', 'Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi'],
  ['dash', 'XcY4WJ6Z2Q8w7vcYER1JypC8s2oa3SQ1b1'],
  ['zec', 't1VShHAhsQc5RVndQLyM1ZbQXLHKd35GkG1'],
  ['xlm', 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'],
];

describe('wallet addresses are taken by their checksum', () => {
  it.each(examples)('%s %s', (subtype, address) => {
    expect(found(`Send to ${address}, please`)).toEqual([`wallet ${subtype} ${address} valid`]);
  });

  it.each(examples.filter(([subtype]) => subtype !== 'eth'))(
    'a %s address with one character changed is none',
    (_, address) => {
      const at = address.length - 9;
      const other = address[at] === '7' ? '8' : '7';
      expect(readAddress(address.slice(0, at) + other + address.slice(at + 1))).toBeUndefined();
    },
  );

  it('says when an Ethereum address has no checksum, and when it does not fit', () => {
    expect(found('0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed')).toEqual([
      'wallet eth 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed none',
    ]);
    expect(findIndicators('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed')[0]).toMatchObject({
      check: 'invalid',
      confidence: 30,
      standing: 'observed',
    });
  });

  it('reads addresses inside payment links and web links', () => {
    expect(found('bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=1')).toHaveLength(1);
    expect(found('ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed@1/transfer')).toHaveLength(1);
    const kinds = findIndicators('https://pay.example.com/?to=TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm').map(
      (f) => f.kind,
    );
    expect(kinds).toEqual(['url', 'wallet']);
  });

  it('joins an address that was broken over lines or written in groups', () => {
    const broken = 'address:\nTDqFKBjGcGLPE9UKftNWrh7AWeRdr\n5gkSm thanks';
    const [wallet] = findIndicators(broken);
    expect(wallet?.value).toBe('TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm');
    expect(broken.slice(wallet?.start, wallet?.end)).toBe('TDqFKBjGcGLPE9UKftNWrh7AWeRdr\n5gkSm');
    expect(found('0x5aAe b605 3F3E 94C9 b9A0 9f33 6694 35E7 Ef1B eAed')).toHaveLength(1);
  });

  it('believes a Solana address, which has no checksum, beside the name of its network', () => {
    const address = 'vines1vzrYbzLMRdu58ou5XTby4qAqVRLmqo36NKPTg';
    expect(findIndicators(`my SOL address ${address}`, { mode: 'code' })).toHaveLength(1);
    expect(findIndicators(address, { mode: 'code' })).toEqual([]);
  });

  it('keeps addresses that everybody uses as observed', () => {
    const [contract] = findIndicators('USDT TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t');
    expect(contract).toMatchObject({ standing: 'observed', how: 'contract of Tether USD (USDT) on TRON' });
    expect(findIndicators('TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm')[0]?.standing).toBe('proposed');
  });

  it.each(Object.keys(knownAddresses))('the known address %s is itself right', (address) => {
    const right = readAddress(address)?.value === address || readSolAddress(address)?.value === address;
    // The mint of Wrapped SOL is no point of the curve: only its length can be told.
    expect(right || address.startsWith('So1111')).toBe(true);
  });
});

describe('misread addresses are repaired only in text from pictures, and only one way', () => {
  it.each([
    ['TDqFKBjGcGLPE9UKftNWrh7AWeRdrSgkSm', 'TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm'],
    ['TDqFK8jGcGLPE9UKftNWrh7AWeRdrSgkSm', 'TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm'],
    ['TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSrn', 'TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm'],
    ['TDqFKBjGcGLPE9UKftNWrh7AWeRdr 5gk5m', 'TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSm'],
    ['lAlzP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdo', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
    ['0x5aAeb6O53F3E94C9b9A09f33669435E7Ef1BeAed', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ])('%s', (misread, right) => {
    const [repaired] = findIndicators(`to ${misread}`, { ocr: true });
    expect(repaired).toMatchObject({ value: right, check: 'repaired', reading: misread });
    expect(findIndicators(`to ${misread}`).some((f) => f.value === right)).toBe(false);
  });

  it('leaves alone what is too far from any address', () => {
    expect(findIndicators('TDqFKBjGcGLPE9UKftNXrh7AXeRdr5gkZk', { ocr: true })).toEqual([]);
  });
});
