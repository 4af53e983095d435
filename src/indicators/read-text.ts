import { domainToUnicode } from 'node:url';

/** A text made ready for searching, with the way back to the original. */
export interface Reading {
  readonly original: string;
  /** Without invisible characters; defanged dots, at signs and schemes undone. */
  readonly text: string;
  /** Offset in `original` of each character of `text`, and of its end; undefined where the two are equal. */
  readonly origin: Uint32Array | undefined;
  /** Offsets in `text` of characters that a defanged form was turned into. */
  readonly refanged: ReadonlySet<number>;
  /** Offsets in `text` of what a reader of pictures had torn apart or misread and was put right. */
  readonly mended: ReadonlySet<number>;
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

/**
 * What readers of pictures make of links: spaces and semicolons in `https://`, a space behind a dot, a digit in an ending
 * that only then is none. Nothing else is changed unseen.
 */
const torn: readonly { readonly pattern: RegExp; readonly means: string }[] = [
  { pattern: /h[ti1l]{2}[po](?:s|5) ?[:;.]? ?\/ ?\/ ?(?=[a-z0-9])/giy, means: 'https://' },
  { pattern: /h[ti1l]{2}[po] ?[:;.]? ?\/ ?\/ ?(?=[a-z0-9])/giy, means: 'http://' },
  { pattern: /[wv]{3} ?[.,] ?(?=[a-z0-9])/giy, means: 'www.' },
  { pattern: / ?\. ?(?:c0m|corn|c0rn|com)(?=[/?\s),;:]|$)/giy, means: '.com' },
  { pattern: / ?\. ?(?:v1p|vlp|vip)(?=[/?\s),;:]|$)/giy, means: '.vip' },
  { pattern: / ?\. ?(?:t0p|top)(?=[/?\s),;:]|$)/giy, means: '.top' },
  { pattern: / ?\. ?(?:0nline|on1ine|onIine|onl1ne|online)(?=[/?\s),;:]|$)/giy, means: '.online' },
  { pattern: / ?\. ?(?:sh0p|shop)(?=[/?\s),;:]|$)/giy, means: '.shop' },
  { pattern: / ?\. ?(?:xvz|xyz)(?=[/?\s),;:]|$)/giy, means: '.xyz' },
  { pattern: / ?\. ?(?:lnfo|1nfo|info)(?=[/?\s),;:]|$)/giy, means: '.info' },
  { pattern: / ?\. ?(?:0rg|org)(?=[/?\s),;:]|$)/giy, means: '.org' },
  { pattern: / ?\. ?(?:net|cc|app|icu|club|site|io)(?=[/?])/giy, means: '' },
];
/** Hosts of links that everybody knows, without the dot that a reader of pictures did not see: `linktree/name`. */
const dotless: readonly (readonly [seen: string, means: string])[] = [
  ['linktree/', 'linktr.ee/'],
  ['tme/', 't.me/'],
  ['wame/', 'wa.me/'],
  ['bitly/', 'bit.ly/'],
  ['youtube/', 'youtu.be/'],
  ['tinyurlcom/', 'tinyurl.com/'],
];
const opensTorn = new Set(['h', 'H', 'w', 'W', 'v', '.', ' ', 'l', 't', 'b', 'y']);

function matchDotless(original: string, at: number): { length: number; means: string } | undefined {
  if (/[\w.@/-]/.test(original[at - 1] ?? ' ')) return undefined;
  const found = dotless.find(([seen]) => original.startsWith(seen, at));
  if (
    found === undefined ||
    !/[A-Za-z0-9_+]{3}/.test(original.slice(at + found[0].length, at + found[0].length + 3))
  )
    return undefined;
  return { length: found[0].length, means: found[1] };
}

/** `xn--py.pal-4ve.com`: a dot seen within a punycode label (RFC 3492). Only where the label is none without its other half. */
function matchPunycodeDot(original: string, at: number): { length: number; means: string } | undefined {
  const before = /xn--[a-z0-9]{1,20}$/i.exec(original.slice(Math.max(0, at - 24), at))?.[0];
  const after = /^[a-z0-9]{1,30}-[a-z0-9]{1,30}(?=\.[a-z])/i.exec(original.slice(at + 1, at + 70))?.[0];
  if (before === undefined || after === undefined) return undefined;
  const isLabel = (label: string): boolean => /[^\x00-\x7f]/.test(domainToUnicode(label));
  return !isLabel(before) && isLabel(before + after) ? { length: 1, means: '' } : undefined;
}

function matchTorn(original: string, at: number): { length: number; means: string } | undefined {
  if (!opensTorn.has(original[at] ?? '')) return undefined;
  // No word begins with an underscore: an account name was torn apart.
  if (/^[A-Za-z0-9] _[A-Za-z0-9]$/.test(original.slice(Math.max(0, at - 1), at + 3)))
    return { length: 2, means: '_' };
  const known = original[at] === '.' ? matchPunycodeDot(original, at) : matchDotless(original, at);
  if (known !== undefined) return known;
  for (const { pattern, means } of torn) {
    pattern.lastIndex = at;
    const matched = pattern.exec(original)?.[0];
    if (matched === undefined) continue;
    const right = means === '' ? matched.replaceAll(' ', '') : means;
    const before = original[at - 1] ?? ' ';
    // An ending needs a name before it; a scheme or `www` must not stand inside a word.
    const inWord = /[A-Za-z0-9-]/.test(before);
    if (matched !== right && inWord === /^ ?\./.test(matched) && isNameBefore(original, at, matched))
      return { length: matched.length, means: right };
  }
  return undefined;
}

/** `It is here. Shop now` is no host: with a space in between, the name must look like one by a digit or hyphen. */
function isNameBefore(original: string, at: number, matched: string): boolean {
  if (!/^ ?\./.test(matched) || !matched.includes(' ')) return true;
  const name = /[A-Za-z0-9.-]{1,60}$/.exec(original.slice(Math.max(0, at - 60), at))?.[0] ?? '';
  return /[\d-]/.test(name) || name.startsWith('www.');
}

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
export function readText(original: string, isOcr = false): Reading {
  if (!isOcr && !hides.test(original))
    return { original, text: original, origin: undefined, refanged: nothing, mended: nothing };
  // Only `http` and what it is torn into may come out longer, by a character or two each.
  const origin = new Uint32Array(original.length + (isOcr ? (original.length >> 1) + 8 : 0) + 1);
  const refanged = new Set<number>();
  const mended = new Set<number>();
  const parts: string[] = [];
  let length = 0;
  const push = (characters: string, from: number): void => {
    for (let i = 0; i < characters.length; i++) origin[length + i] = from;
    parts.push(characters);
    length += characters.length;
  };
  for (let at = 0; at < original.length; ) {
    const character = original[at] ?? '';
    const whole = isOcr ? matchTorn(original, at) : undefined;
    if (whole !== undefined) {
      mended.add(length);
      push(whole.means, at);
      at += whole.length;
      continue;
    }
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
  return { original, text: parts.join(''), origin, refanged, mended };
}

const nothing: ReadonlySet<number> = new Set();

/** Where a span of the reading lies in the original, and whether something in it had been defanged. */
export function trace(
  reading: Reading,
  start: number,
  end: number,
): { start: number; end: number; reading: string; defanged: boolean; check?: 'repaired' } {
  const from = originOf(reading, start);
  const to = originOf(reading, end);
  let defanged = false;
  if (reading.refanged.size > 0)
    for (let at = start; at < end && !defanged; at++) defanged = reading.refanged.has(at);
  const span = { start: from, end: to, reading: reading.original.slice(from, to), defanged };
  if (reading.mended.size > 0)
    for (let at = start; at < end; at++) if (reading.mended.has(at)) return { ...span, check: 'repaired' };
  return span;
}

/** Offset in the original text. */
export function originOf({ origin, original }: Reading, offset: number): number {
  if (origin === undefined) return Math.min(offset, original.length);
  return origin[offset] ?? original.length;
}
