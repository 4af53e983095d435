import { plainOf } from './brand-names.ts';

const MAX_LABEL = 120;
const MAX_WORDS = 12;

/** The words of a label in lower case: parted at spaces and marks, at `aB` and between letters and digits. */
export function splitLabel(label: string): string[] {
  return label
    .slice(0, MAX_LABEL)
    .normalize('NFKC')
    .replace(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, ' ')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map(plainOf)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
}

/** Takes words from the decoration list off both ends of a text without spaces, until nothing changes. */
export function stripDecorations(text: string, decorations: readonly string[]): string {
  let rest = text;
  for (let before = ''; before !== rest && rest !== ''; ) {
    before = rest;
    for (const word of decorations) {
      if (rest.startsWith(word)) rest = rest.slice(word.length);
      if (rest.endsWith(word)) rest = rest.slice(0, rest.length - word.length);
    }
  }
  return rest;
}
