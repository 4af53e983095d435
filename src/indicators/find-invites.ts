import type { Found } from './found.ts';
import type { SeenLabel } from './labels.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

/** Between the word and the code: punctuation, a small word, at most one line end. */
const connector =
  /[\s"'“”«»‘’「」『』【】[\](){}<>:=#\-–—→*]{0,6}(?:(?:is|are|was|of|est|es|é|e|la|adalah|ialah|yaitu|là|हैं?|هو|это)(?=[\s:"'“「『【[(])[\s"'“「『【[(:]{1,4}|(?:是|为|為|は|คือ|입니다|이)[\s"'“「『【[(:]{0,4})?/iy;
const token = /[A-Za-z0-9][A-Za-z0-9_-]{2,19}/y;

const isLatin = (text: string): boolean => /^[\x00-\u024f]*$/.test(text);

/** After words that say plainly what it is, also digits or capitals alone; after a mere `code` only a mixture. */
function isCode(code: string, { label }: SeenLabel, word: string, gap: string): boolean {
  const digit = /\d/.test(code);
  const upper = /[A-Z]/.test(code);
  const lower = /[a-z]/.test(code);
  if (label === 'code')
    return !lower && upper && code.length >= 4 && (digit || (!isLatin(word) && code.length >= 5));
  if (digit && (upper || lower)) return true;
  if (digit)
    return (
      code.length >= 4 &&
      (/[:=]/.test(gap) || gap.trim() === '' || /["'“「『【]/.test(gap)) &&
      /code|码|碼|コード|코드|รหัส|โค้ด|код|код|رمز|كود|कोड|mã|código|kode|កូដ|cupom/i.test(word)
    );
  if (upper && !lower)
    return (
      code.length >= 3 &&
      (/code|码|碼|コード|코드|รหัส|โค้ด|код|رمز|كود|कोड|mã|código|kode|កូដ|cupom/i.test(word) ||
        (/[:=]/.test(gap) && code.length >= 4))
    );
  return /["“「『【:]/.test(gap) && upper && lower && code.length >= 5 && /[a-z][A-Z]/.test(code);
}

/** `codeQWX7RT` in a picture: the space was lost. */
const isGlued = ({ text, isPicture }: Search, code: string, from: number): boolean =>
  isPicture && /[a-z]/.test(text[from - 1] ?? '') && /^(?=.*[A-Z])[A-Z0-9]{4,}$/.test(code);

/** `BONus` in a picture: capitals and small letters of one shape. Codes with both cases are rare, those of one are not. */
function inOneCase(code: string): string {
  const [upper, lower] = [code.replace(/[^A-Z]/g, ''), code.replace(/[^a-z]/g, '')];
  const alike =
    lower !== '' && /^[cosuvwxzkp]+$/.test(lower) && upper.replace(/[COSUVWXZKP]/g, '').length >= 2;
  return alike && upper.length >= lower.length ? code.toUpperCase() : code;
}

/** Invitation, referral and promotion codes: told by the word before them, never by their form alone. */
export function* findInvites(search: Search): Generator<Found> {
  const { text } = search;
  for (const label of search.labels) {
    if (label.label !== 'invite' && label.label !== 'code') continue;
    connector.lastIndex = label.end;
    connector.test(text);
    const from = connector.lastIndex;
    if (from < label.end) continue;
    const gap = text.slice(label.end, from);
    token.lastIndex = from;
    const seen = token.exec(text)?.[0].replace(/[-_]+$/, '');
    const code = seen === undefined || !search.isPicture ? seen : inOneCase(seen);
    if (
      code === undefined ||
      /\n.*\n/.test(gap) ||
      (from === label.end && /[A-Za-z0-9]/.test(text[from - 1] ?? '') && !isGlued(search, code, from))
    )
      continue;
    const end = from + code.length;
    if (/^(?:[A-Za-z0-9@]|\.[a-z]|:\/\/)/.test(text.slice(end, end + 3))) continue;
    const word = text.slice(label.start, label.end);
    if (!isCode(code, label, word, gap) || (search.isCode && label.label === 'code')) continue;
    yield {
      kind: 'invite-code',
      value: code,
      check: code === seen ? 'none' : 'repaired',
      confidence: label.label === 'invite' ? 90 : 70,
      standing: 'proposed',
      ...trace(search.reading, from, end),
    };
  }
}
