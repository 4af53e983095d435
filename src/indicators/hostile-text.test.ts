import { describe, expect, it } from 'vitest';
import { findAmounts, findIndicators, joinLines } from './index.ts';

const LENGTH = 250_000;
/** A quarter of a second or so on a quiet machine; the margin is for a busy one. What is not linear takes minutes. */
const LIMIT_SECONDS = 3;
const repeat = (piece: string): string => piece.repeat(Math.ceil(LENGTH / piece.length));

function seconds(run: () => void): number {
  const started = process.cpuUsage();
  run();
  return process.cpuUsage(started).user / 1e6;
}

describe('a long text made to hold up one finder costs linear time', () => {
  it.each([
    ['near wallets', 'TDqFKBjGcGLPE9UKftNWrh7AWeRdr5gkSn '],
    ['pieces of wallets', 'T1aB T1aB '],
    ['near Ethereum addresses', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed '],
    ['Solana by name', 'sol vines1vzrYbzLMRdu58ou5XTby4qAqVRLmqo36NKPTg '],
    ['account words and digits', 'account 1234567 '],
    ['near IBANs', 'GB28NWBK60161331926819 '],
    ['telephone numbers', '+1 213 555 0198 '],
    ['groups of digits', '1 2 3 4 '],
    ['handles', 'telegram @a_1 '],
    ['invite words', 'invite code '],
    ['words that begin like words', 'invitation cod'],
    ['near cards', '4111 1111 1111 1112 '],
    ['UPI', 'upi a1@paytmx '],
    ['payment codes', '00020101021126'],
    ['hosts without end', 'a-b.'],
    ['spaced schemes', 'https : / / '],
    ['Thai without spaces', 'บัญชี123456'],
    ['dots of spaces', ' . com'],
    ['zero-width joiners in hosts', 'a\u200d.\u200dcom '],
  ])('%s', (_, piece) => {
    expect(seconds(() => findIndicators(repeat(piece), { ocr: true }))).toBeLessThan(LIMIT_SECONDS);
  });

  it.each([['1,'], ['1 234 '], ['$1-'], ['9.99.'], ['R$ R$ '], ["1'234"]])('sums of %j', (piece) => {
    expect(seconds(() => findAmounts(repeat(piece)))).toBeLessThan(LIMIT_SECONDS);
  });

  it('many lines to join', () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => ({
      text: 'https://a-',
      box: { x: 0, y: at * 12, width: 100, height: 10 },
    }));
    expect(seconds(() => joinLines(lines))).toBeLessThan(LIMIT_SECONDS);
  });
});
