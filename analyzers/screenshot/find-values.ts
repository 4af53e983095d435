import {
  type Amount,
  Effort,
  type FindOptions,
  type Found,
  findAmounts,
  findIndicators,
} from '../../src/indicators/index.ts';
import type { Box } from '../../src/media/index.ts';
import type { Block, Language, SeenCode } from '../../src/ocr/index.ts';
import { bestReading, paddleReading, type Reading, type SeenText, seenText } from './seen-text.ts';

/** A value, where it stands in the raster, and how surely it was read. */
export interface SeenValue {
  readonly found: Found;
  readonly box: Box;
  /** Percent. */
  readonly confidence: number;
  readonly how: string;
}

/** A bare domain read less surely than this is more often noise than a domain; it stays in the text. */
const SURE_DOMAIN = 60;
/** Percent; a link at the end of a line may go on in the next one. */
const CUT_LINK = 70;
/** A code carries its own error correction. */
const SURE_CODE = 100;

const tags: Readonly<Record<Language, string>> = {
  eng: 'en',
  fra: 'fr',
  spa: 'es',
  por: 'pt',
  ind: 'id',
  vie: 'vi',
  chi_sim: 'zh',
  chi_tra: 'zh-Hant',
  jpn: 'ja',
  kor: 'ko',
  tha: 'th',
  khm: 'km',
  hin: 'hi',
  ara: 'ar',
  rus: 'ru',
};

/** BCP 47 tag of a language. */
export const tagOf = (language: Language): string => tags[language];

function search(seen: SeenText, options: FindOptions, how: string): SeenValue[] {
  return findIndicators(seen.text, options).flatMap((found) => {
    const { box, confidence } = seen.locate(found);
    if (found.kind === 'domain' && confidence < SURE_DOMAIN) return [];
    const cut = seen.mayBeCut(found);
    return [
      {
        found,
        box,
        confidence: cut ? Math.min(confidence, CUT_LINK) : confidence,
        how: cut ? `${how}; it ends with its line, so it may be longer` : how,
      },
    ];
  });
}

const meets = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const proves = ({ check = 'valid' }: Found): boolean => check === 'valid';
/** An account name or code right behind the name of its platform or the word for it. */
const isNamed = ({ kind, subtype, confidence = 100 }: Found): boolean =>
  (kind === 'handle' && subtype !== undefined && confidence >= 88) ||
  (kind === 'invite-code' && confidence >= 90);

/**
 * Values of the writing: from the best reading, and what PP-OCR's own has besides where no value was found. `effort` tells
 * afterwards whether there were too many near misses to check them all.
 */
export function findWritten(
  blocks: readonly Block[],
  language: Language | undefined,
  effort = new Effort(),
): SeenValue[] {
  const options: FindOptions = {
    ocr: true,
    effort,
    ...(language === undefined ? {} : { languages: [tagOf(language)] }),
  };
  const read = (reading: Reading, how: string): SeenValue[] =>
    search(seenText(blocks, reading), options, how);
  const best = read(bestReading, 'read from the picture');
  const isRead = blocks.some((block) => block.lines.some((line) => line.tesseract !== undefined));
  const more = isRead ? read(paddleReading, 'read from the picture by PP-OCR alone') : [];
  const known = new Set(best.map(({ found }) => `${found.kind} ${found.value}`));
  const fresh = more.filter(
    ({ found, box }) =>
      !known.has(`${found.kind} ${found.value}`) &&
      (proves(found) || isNamed(found)) &&
      !best.some((other) => meets(other.box, box)),
  );
  return [...best, ...fresh];
}

/** Values in the contents of QR and bar codes. */
export function findCoded(codes: readonly SeenCode[]): SeenValue[] {
  return codes.flatMap(({ text, box, format }) =>
    findIndicators(text).map((found) => ({
      found,
      box,
      confidence: SURE_CODE,
      how: `content of a code in the picture (${format})`,
    })),
  );
}

/** Sums of money in the writing: facts, for nobody can match on a sum. */
export function findSums(blocks: readonly Block[], language: Language | undefined): Amount[] {
  const options = language === undefined ? {} : { languages: [tagOf(language)] };
  return findAmounts(seenText(blocks).text, { ...options, ocr: true });
}
