import type { Language } from './language.ts';

/** Languages written in Latin letters, by the code that the language guesser gives them. Malay reads as Indonesian. */
const latin: Readonly<Record<string, Language>> = {
  en: 'eng',
  fr: 'fra',
  es: 'spa',
  pt: 'por',
  ms: 'ind',
  id: 'ind',
  vi: 'vie',
};
/** Fewer letters say little about the language. */
const LEAST_LETTERS = 20;
const MOST_LENGTH = 5000;

/** Which language prose in Latin letters is, accents missing or not; undefined when it is another or cannot be told. */
export async function nameLatin(texts: readonly string[]): Promise<Language | undefined> {
  const prose = texts
    .filter((text) => !/[@/]|\d{4}/.test(text))
    .join(' ')
    .slice(0, MOST_LENGTH);
  const letters = prose.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const han = prose.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (letters < LEAST_LETTERS || han * 3 > letters) return undefined;
  // Takes a fifth of a second to load, which most pictures in other scripts need not wait for.
  const { eld } = await import('eld/small');
  return latin[eld.detect(prose).language];
}
