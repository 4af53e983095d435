/** A text made ready for searching, with the way back to the original. */
export interface Reading {
  readonly original: string;
  /** Without invisible characters; defanged dots, at signs and schemes undone. */
  readonly text: string;
  /** Offset in `original` of each character of `text`, and of its end. */
  readonly origin: Uint32Array;
  /** Offsets in `text` of characters that a defanged form was turned into. */
  readonly refanged: ReadonlySet<number>;
}

/**
 * Marks that change how a text is shown or hide inside a word: bidi controls (Unicode TR 9), zero-width characters,
 * soft hyphen, variation selectors and the byte order mark. They split a look-alike link for the eye, not for us.
 */
const invisible: readonly (readonly [first: number, last: number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2069],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

function isInvisible(code: number): boolean {
  return code >= 0xad && invisible.some(([first, last]) => code >= first && code <= last);
}

/** Written forms of a dot, an at sign and a scheme that keep a link from being followed. Each is short: no backtracking. */
const forms: readonly { readonly pattern: RegExp; readonly means: string }[] = [
  { pattern: /(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}|\[:\]\/\/|\[:\/\/\])/giy, means: '' },
  { pattern: /(?:\[@\]|\(@\)|\[at\]|\(at\)|\{at\})/giy, means: '@' },
  { pattern: /(?:hxxp|h\*\*p|hXXp|meow)(?=s?(?::|\[:))/giy, means: 'http' },
];

function meaningOf(means: string, matched: string): string {
  if (means !== '') return means;
  return matched.includes('/') ? '://' : '.';
}

/** Full-width and ideographic dots and letters as people type them with an East Asian keyboard. */
const widened = (code: number): string | undefined => {
  if (code === 0x3002 || code === 0xff61) return '.';
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : undefined;
};

const opensForm = new Set(['[', '(', '{', 'h', 'H', 'm', 'M']);

function matchForm(original: string, at: number): { length: number; means: string } | undefined {
  for (const { pattern, means } of forms) {
    pattern.lastIndex = at;
    const matched = pattern.exec(original)?.[0];
    if (matched !== undefined) return { length: matched.length, means: meaningOf(means, matched) };
  }
  return undefined;
}

/** Undoes what hides a link from a search, keeping the way back to the original offsets. Linear. */
export function readText(original: string): Reading {
  // No form means more characters than it is written with, so the reading is never longer than the text.
  const origin = new Uint32Array(original.length + 1);
  const refanged = new Set<number>();
  let text = '';
  const push = (characters: string, from: number): void => {
    for (let i = 0; i < characters.length; i++) origin[text.length + i] = from;
    text += characters;
  };
  for (let at = 0; at < original.length; ) {
    const character = original[at] ?? '';
    const form = opensForm.has(character) ? matchForm(original, at) : undefined;
    if (form !== undefined) {
      refanged.add(text.length);
      push(form.means, at);
      at += form.length;
      continue;
    }
    const code = character.charCodeAt(0);
    if (!isInvisible(code)) push(widened(code) ?? character, at);
    at++;
  }
  origin[text.length] = original.length;
  return { original, text, origin, refanged };
}

/** Where a span of the reading lies in the original, and whether something in it had been defanged. */
export function trace(
  reading: Reading,
  start: number,
  end: number,
): { start: number; end: number; reading: string; defanged: boolean } {
  const from = reading.origin[start] ?? 0;
  const to = reading.origin[end] ?? reading.original.length;
  let defanged = false;
  for (let at = start; at < end && !defanged; at++) defanged = reading.refanged.has(at);
  return { start: from, end: to, reading: reading.original.slice(from, to), defanged };
}
