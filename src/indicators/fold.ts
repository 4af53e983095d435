/** One UTF-16 unit in lower case and, for Latin, without its accent: `Ố` and `o` compare equal. Length never changes. */
const table = ((): Uint16Array => {
  const folds = new Uint16Array(65_536);
  for (let code = 0; code < folds.length; code++) {
    const lower = String.fromCharCode(code).toLowerCase();
    folds[code] = lower.length === 1 ? lower.charCodeAt(0) : code;
  }
  const latin = [...range(0xc0, 0x250), ...range(0x1e00, 0x1f00)];
  for (const code of latin)
    folds[code] = String.fromCharCode(code).normalize('NFD').toLowerCase().charCodeAt(0);
  folds[0x110] = folds[0x111] = 'd'.charCodeAt(0);
  folds[0x131] = 'i'.charCodeAt(0);
  // е and ё are written for one another.
  folds[0x401] = folds[0x451] = 0x435;
  return folds;
})();

function* range(from: number, to: number): Generator<number> {
  for (let code = from; code < to; code++) yield code;
}

export function foldCode(code: number): number {
  return table[code] ?? code;
}

export function foldText(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) out += String.fromCharCode(foldCode(text.charCodeAt(at)));
  return out;
}

/** Scripts written without spaces between words: a word may begin and end anywhere in them. */
export function isUnspaced(code: number): boolean {
  return (
    (code >= 0x0e00 && code < 0x0f00) ||
    (code >= 0x1780 && code < 0x1800) ||
    (code >= 0x3040 && code < 0xa000) ||
    (code >= 0xac00 && code < 0xd7b0) ||
    (code >= 0xf900 && code < 0xfb00)
  );
}

const letter = /[\p{L}\p{M}]/u;

/** A letter of a script that separates words, so that it cannot stand next to a whole word. */
export function isSpacedLetter(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return code >= 0xaa && !isUnspaced(code) && letter.test(String.fromCharCode(code));
}
