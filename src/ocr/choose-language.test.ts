import { describe, expect, it } from 'vitest';
import { chooseScript, guessScripts, rateTrial, type Script } from './choose-language.ts';
import { nameLatin } from './name-latin.ts';
import type { TesseractLine } from './tesseract/open-tesseract.ts';

const box = { x: 0, y: 0, width: 10, height: 10 };
const read = (text: string, confidence: number): TesseractLine[] => [
  { box, words: text.split(' ').map((word) => ({ text: word, confidence, box })) },
];
const slab = { centreX: 200, centreY: 20, width: 400, height: 30, angle: 0 };
const features = new Float32Array(240);
/** Thai is likelier, and may be wrong. */
const anyScript = () => ({
  ...{ latin: 0.1, han: 0.1, jpn: 0.1, kor: 0.1, khm: 0.1, hin: 0.1, ara: 0.1 },
  ...{ tha: 0.2, rus: 0.1 },
});
const seen = (text: string, score: number) => ({
  slab,
  line: {
    text,
    score,
    features,
    letters: [...text].map((letter, i) => ({ text: letter, score, at: (i + 0.5) / text.length })),
  },
});
const garbled = [seen('Utyduavnugnsou gugu', 0.6)];

describe('the script of what PP-OCR cannot read', () => {
  it('is that of the language that reads it, not of one that only looks sure', () => {
    const answers: Partial<Record<Script, TesseractLine[]>> = {
      tha: read('แป ว เฉ ป ง ๐ งะ น', 85),
      rus: read('Банк получателя', 96),
    };
    expect(chooseScript(guessScripts(garbled, anyScript), (_, language) => answers[language] ?? [])).toBe(
      'rus',
    );
  });

  it('is not tried where it does not look like it', () => {
    const tried = new Set<Script>();
    const tryRead = (_: unknown, language: Script): TesseractLine[] => {
      tried.add(language);
      return [];
    };
    const looksHan = () => ({ ...anyScript(), ...{ latin: 0.02, han: 0.9, jpn: 0.06, tha: 0.02 } });
    const others = { kor: 0, khm: 0, hin: 0, ara: 0, rus: 0 };
    chooseScript(
      guessScripts(garbled, () => ({ ...looksHan(), ...others })),
      tryRead,
    );
    expect([...tried]).toEqual(['jpn']);
  });

  it('is not looked for when PP-OCR is sure of all', () => {
    const tried: Script[] = [];
    const sure = [seen('Did you open your account on the platform', 0.99)];
    const tryRead = (_: unknown, language: Script): TesseractLine[] => {
      tried.push(language);
      return [];
    };
    expect(chooseScript(guessScripts(sure), tryRead)).toBeUndefined();
    expect(tried).toEqual([]);
  });

  it('is none when no language reads it, or their data is missing', () => {
    expect(chooseScript(guessScripts(garbled, anyScript), () => read('x7 4k', 30))).toBeUndefined();
    expect(chooseScript(guessScripts(garbled, anyScript), () => undefined)).toBeUndefined();
  });

  it('is not Japanese without kana: that is Chinese', () => {
    expect(rateTrial(read('您的電費逾期未繳', 95), 'jpn')).toBe(0);
    expect(rateTrial(read('はじめまして連絡', 95), 'jpn')).toBeGreaterThan(90);
  });
});

describe('the language of Latin text', () => {
  it.each([
    ['eng', 'My uncle works at a quantitative team in Hong Kong'],
    ['fra', 'Votre compte est bloque, veuillez payer les frais de douane'],
    ['spa', 'Su paquete no pudo ser entregado, pague los gastos de envio'],
    ['vie', 'hoa hong moi nhiem vu, chuyen khoan vao tai khoan cong ty'],
  ])('%s is known though accents are lost', async (language, text) => {
    expect(await nameLatin([text])).toBe(language);
  });

  it('is not guessed from little, nor from links', async () => {
    expect(await nameLatin(['Hello'])).toBeUndefined();
    expect(await nameLatin(['https://a.example/some/long/path/that/has/words'])).toBeUndefined();
  });
});
