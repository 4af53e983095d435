import { describe, expect, it } from 'vitest';
import { patchTokens, takeAccents, withWideSpaces } from './merge-readings.ts';
import type { Letter } from './paddle/decode-ctc.ts';
import { textOf } from './page.ts';
import { type Piece, piecesOfLetters } from './pieces.ts';

/** Letters spread evenly over a part of the line. */
function letters(text: string, from: number, to: number, score = 0.99): Letter[] {
  return [...text].map((letter, i, all) => ({
    text: letter,
    score,
    at: from + ((i + 0.5) / all.length) * (to - from),
  }));
}
const word = (text: string, from: number, to: number, confidence = 95): Piece => ({
  text,
  confidence,
  from,
  to,
  glued: false,
});
const options = { long: 6, rightToLeft: false, plainWords: true };

describe('two readings of a line', () => {
  it('are put together: the link as PP-OCR reads it, the prose as Tesseract does', () => {
    const prose = letters('nOATBepANTe', 0.01, 0.41, 0.85);
    const link = letters('https://a.example/x', 0.45, 0.99);
    const words = [word('подтвердите', 0.02, 0.42, 93), word('П&рз://хп--соггез-', 0.44, 0.99, 3)];
    expect(textOf(patchTokens(words, [...prose, { text: ' ', score: 1, at: 0.43 }, ...link], options))).toBe(
      'подтвердите https://a.example/x',
    );
  });

  it('give a number once, however many pieces Tesseract made of it', () => {
    const words = [word('1', 0.0, 0.2, 60), word('.000', 0.2, 0.5, 55), word('บาท', 0.6, 0.99)];
    expect(textOf(patchTokens(words, letters('1,000', 0, 0.5), options))).toBe('1,000 บาท');
  });

  it('keep numbers from left to right within writing that is not, and the sign before them', () => {
    const words = [word('06عطم', 0.75, 0.99, 30), word('0269', 0.5, 0.7, 60), word('739', 0.01, 0.2, 60)];
    const read = [
      ...letters('AE06', 0.0, 0.2),
      { text: ' ', score: 1, at: 0.3 },
      ...letters('0269', 0.5, 0.7),
      { text: ' ', score: 1, at: 0.72 },
      ...letters('7391', 0.75, 0.99),
    ];
    const text = textOf(patchTokens(words, read, { ...options, rightToLeft: true }));
    expect(text).toBe('AE06 0269 7391');
    const handle = patchTokens([word('١_856©', 0, 1, 1)], letters('anna_856@', 0, 1), {
      ...options,
      rightToLeft: true,
    });
    expect(textOf(handle)).toBe('@anna_856');
  });

  it('keep the first figure of a sum although the word before it seems to reach over it', () => {
    const words = [word('最低', 0, 0.42), word('50.000', 0.4, 0.8, 60), word('円', 0.85, 0.99)];
    const read = [...letters('最低', 0, 0.3), ...letters('50,000', 0.38, 0.8)];
    expect(textOf(patchTokens(words, read, options))).toBe('最低 50,000 円');
  });

  it('take all of the tokens that Tesseract read as one word', () => {
    const words = [word('แ8!80|3៣:@$បឯ០', 0, 0.8, 20), word('ทดสอบ', 0.85, 0.99)];
    const space = (at: number): Letter => ({ text: ' ', score: 1, at });
    const read = [...letters('Telegram:', 0, 0.4), space(0.42), ...letters('@desk_5501', 0.44, 0.8)];
    expect(textOf(patchTokens(words, read, options))).toBe('Telegram: @desk_5501 ทดสอบ');
  });

  it('give a number once although the box of one reading is wrong', () => {
    const words = [word('日', 0, 0.1), word('15,000', 0.3, 0.97, 60), word('円以上', 0.7, 0.99)];
    const read = [...letters('日', 0, 0.1), ...letters('15,000', 0.3, 0.6)];
    expect(textOf(patchTokens(words, read, options)).match(/15,000/g)).toHaveLength(1);
  });

  it('know the rupee by the letter that Tesseract takes it for', () => {
    const words = [word('पर', 0, 0.2), word('र7,300', 0.3, 0.7, 70), word('भेजें', 0.8, 0.99)];
    expect(textOf(patchTokens(words, letters('7,300', 0.35, 0.7), options))).toBe('पर ₹7,300 भेजें');
  });

  it('keep names in Latin letters that Tesseract makes a word of its script of', () => {
    const words = [word('แอดไลน์', 0, 0.3), word('แแพ๒', 0.4, 0.6, 90), word('ทดสอบ', 0.65, 0.99)];
    const read = [...letters('LINE', 0.4, 0.6), { text: ' ', score: 1, at: 0.61 }];
    expect(textOf(patchTokens(words, read, options))).toBe('แอดไลน์ LINE ทดสอบ');
  });

  it('leave a word of Tesseract alone that it is as sure of', () => {
    expect(textOf(patchTokens([word('код', 0, 1, 96)], letters('ko4', 0, 1, 0.97), options))).toBe('код');
  });

  it('agree on letters below their accents, and on spaces between words that both have', () => {
    const merged = takeAccents(letters('Votrecompte estbloque!', 0, 1), 'Votre compte est bloqué !');
    expect(textOf(piecesOfLetters(merged))).toBe('Votre compte est bloqué!');
  });

  it('divide a link from the word behind it where the space is wide, and nowhere else', () => {
    const read = letters('a.example/x=590and', 0, 1);
    const words = (gap: number) => [word('a.example/x=590', 0, 0.8), word('and', 0.8 + gap, 1)];
    const merged = (gap: number) =>
      textOf(piecesOfLetters(takeAccents(read, withWideSpaces(words(gap), 12))));
    expect(merged(0.03)).toBe('a.example/x=590 and');
    expect(merged(0.008)).toBe('a.example/x=590and');
  });

  it('do not join a word in another script to the link behind it', () => {
    const read = letters('oplatiteposlinu:a.example/x', 0, 1);
    const words = [word('оплатите', 0, 0.29), word('пошлину:', 0.31, 0.59), word('а.ехатр1е/х', 0.6, 1, 20)];
    expect(textOf(patchTokens(words, read, { ...options, long: 14 }))).toBe('оплатите пошлину: a.example/x');
  });

  it('do not let Tesseract change a letter', () => {
    expect(textOf(piecesOfLetters(takeAccents(letters('id=O0Il', 0, 1), 'id=0OlI')))).toBe('id=O0Il');
  });
});
