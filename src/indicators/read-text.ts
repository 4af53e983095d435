/** A text made ready for searching, with the way back to the original. */
export interface Reading {
  readonly original: string;
  /** Without invisible characters; defanged dots, at signs and schemes undone. */
  readonly text: string;
  /** Offset in `original` of each character of `text`, and of its end; undefined where the two are equal. */
  readonly origin: Uint32Array | undefined;
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
  {
    pattern: / ?[[({<] ?(?:\.|dot|d0t|punto|ponto|point|punkt|точка|点|點|dian|titik|chấm) ?[\])}>] ?/giy,
    means: '.',
  },
  { pattern: / ?[[({<] ?(?:@|at|arroba|собака|arobase|et) ?[\])}>] ?/giy, means: '@' },
  { pattern: /(?:\[:\]\/\/|\[:\/\/\]|:\[\/\/\]|\[:\]\\\\|:\\\\)/giy, means: '://' },
  { pattern: /\[:\]/giy, means: ':' },
  { pattern: /(?:\[\.|\.\]|\\\.)(?=[a-z0-9])/giy, means: '.' },
  { pattern: /(?:hxxp|hxtp|htxp|h\*\*p|h__p|hxp|h##p|meow)(?=s?(?::|\[:))/giy, means: 'http' },
  { pattern: /fxp(?=s?(?::|\[:))/giy, means: 'ftp' },
  {
    pattern:
      / (?:dot|punto|точка) (?=(?:com|net|org|io|co|app|vip|top|xyz|shop|online|site|info|me|cc|ru|cn|in|br|biz)\b)/giy,
    means: '.',
  },
];

/** Characters that begin one of the forms; all other text is taken over at once. */
const opensForm = new Set(['[', '(', '{', '<', 'h', 'H', 'm', 'M', 'f', 'F', ' ', '\\', ':', '.']);

/**
 * Full-width letters and ideographic dots as people type them with an East Asian keyboard, the digits of other scripts,
 * typographic hyphens.
 */
function widened(code: number): string | undefined {
  if (code === 0x3002 || code === 0xff61) return '.';
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  for (const zero of digitZeros) if (code >= zero && code < zero + 10) return String(code - zero);
  return code === 0x2010 || code === 0x2011 || code === 0xfe63 ? '-' : undefined;
}

/** Arabic-Indic, Persian, Devanagari, Bengali, Thai, Lao, Myanmar, Khmer. */
const digitZeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xed0, 0x1040, 0x17e0];

function matchForm(original: string, at: number): { length: number; means: string } | undefined {
  for (const { pattern, means } of forms) {
    pattern.lastIndex = at;
    const matched = pattern.exec(original)?.[0];
    if (matched !== undefined && isMeant(original, at, matched)) return { length: matched.length, means };
  }
  return undefined;
}

/** Brackets around `at` and the like also stand in sentences: a form counts only inside a word. */
function isMeant(original: string, at: number, matched: string): boolean {
  const before = original[at - 1] ?? ' ';
  const after = original[at + matched.length] ?? ' ';
  if (/^[hmf]/i.test(matched)) return true;
  return /[\p{L}\p{N}_\-\].)]/u.test(before) && (/:/.test(matched) || /[\p{L}\p{N}_\-[({]/u.test(after));
}

/** Texts in which nothing can be hidden, so that the reading is the text. */
const hides =
  /[^\n\r\t -~]|[[({<] ?(?:\.|dot|d0t|punto|ponto|point|punkt|@|at|arroba|arobase|:|dian|titik|et)|\[:|:\\|\\\.|\.\]|hxxp|hxtp|htxp|h\*\*p|h__p|hxp|h##p|meow|fxp| (?:dot|punto) /i;

/** Undoes what hides a link from a search, keeping the way back to the original offsets. Linear. */
export function readText(original: string): Reading {
  if (!hides.test(original)) return { original, text: original, origin: undefined, refanged: nothing };
  // No form means more characters than it is written with, so the reading is never longer than the text.
  const origin = new Uint32Array(original.length + 1);
  const refanged = new Set<number>();
  const parts: string[] = [];
  let length = 0;
  const push = (characters: string, from: number): void => {
    for (let i = 0; i < characters.length; i++) origin[length + i] = from;
    parts.push(characters);
    length += characters.length;
  };
  for (let at = 0; at < original.length; ) {
    const character = original[at] ?? '';
    const form = opensForm.has(character) ? matchForm(original, at) : undefined;
    if (form !== undefined) {
      refanged.add(length);
      push(form.means, at);
      at += form.length;
      continue;
    }
    const code = character.charCodeAt(0);
    if (!isInvisible(code)) push(code < 0x80 ? character : (widened(code) ?? character), at);
    at++;
  }
  origin[length] = original.length;
  return { original, text: parts.join(''), origin, refanged };
}

const nothing: ReadonlySet<number> = new Set();

/** Where a span of the reading lies in the original, and whether something in it had been defanged. */
export function trace(
  reading: Reading,
  start: number,
  end: number,
): { start: number; end: number; reading: string; defanged: boolean } {
  const from = originOf(reading, start);
  const to = originOf(reading, end);
  let defanged = false;
  if (reading.refanged.size > 0)
    for (let at = start; at < end && !defanged; at++) defanged = reading.refanged.has(at);
  return { start: from, end: to, reading: reading.original.slice(from, to), defanged };
}

/** Offset in the original text. */
export function originOf({ origin, original }: Reading, offset: number): number {
  if (origin === undefined) return Math.min(offset, original.length);
  return origin[offset] ?? original.length;
}
