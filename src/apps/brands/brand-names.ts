import { type Brand, brands } from '../../../data/brands/index.ts';
import { ordinaryWords } from '../../../data/brands/ordinary-words.ts';
import { glanceOf } from '../../indicators/index.ts';

/** One name of a brand, prepared for comparing. */
export interface BrandName {
  readonly brand: Brand;
  readonly text: string;
  /** Lower case, letters and digits only. */
  readonly plain: string;
  /** The same without accents. */
  readonly bare: string;
  readonly glance: string;
  /** Too short, or a word of everyday language: an app of that name imitates nobody by it alone. */
  readonly ordinary: boolean;
  /** Written without spaces between words: looked for inside a longer text. */
  readonly unspaced: boolean;
}

/** Three will do where a digit makes them telling: MT5, N26. */
const LEAST_LETTERS = 4;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

/** Lower case, compatibility forms folded, letters and digits only. */
export function plainOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
}

/** Without accents. */
export function bareOf(plain: string): string {
  return plain.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
}

export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}

let prepared: readonly BrandName[] | undefined;
let spelled: ReadonlyMap<string, readonly BrandName[]> | undefined;

/** All names of all brands in `data/brands`. */
export function brandNames(): readonly BrandName[] {
  prepared ??= brands.flatMap((brand) =>
    [brand.name, ...(brand.names ?? [])].map((text) => nameOf(brand, text)),
  );
  return prepared;
}

function nameOf(brand: Brand, text: string): BrandName {
  const plain = plainOf(text);
  const unspaced = isUnspaced(text);
  const least = unspaced
    ? 2
    : /\p{L}/u.test(plain) && /\p{N}/u.test(plain)
      ? LEAST_LETTERS - 1
      : LEAST_LETTERS;
  const short = [...plain].length < least;
  return {
    brand,
    text,
    plain,
    bare: bareOf(plain),
    glance: glanceOf(plain),
    ordinary: short || ordinaryWords.has(plain),
    unspaced,
  };
}

/** Names that equal a word in one of its spellings, or could at a glance. */
export function namesLike(word: { text: string; bare: string; glance: string }): readonly BrandName[] {
  spelled ??= bySpelling(brandNames().filter((name) => !name.unspaced));
  const keys = [...new Set([word.text, word.bare, `~${word.glance}`])];
  return keys.flatMap((key) => spelled?.get(key) ?? []);
}

export function unspacedNames(): readonly BrandName[] {
  return brandNames().filter((name) => name.unspaced);
}

function bySpelling(names: readonly BrandName[]): ReadonlyMap<string, readonly BrandName[]> {
  const map = new Map<string, BrandName[]>();
  for (const name of names)
    for (const key of new Set([name.plain, name.bare, `~${name.glance}`]))
      map.set(key, [...(map.get(key) ?? []), name]);
  return map;
}
