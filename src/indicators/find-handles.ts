import type { Label } from '../../data/indicators/words/index.ts';
import type { Found } from './found.ts';
import { canonicalDomain } from './host.ts';
import { labelAfter, labelsBefore, type SeenLabel } from './labels.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

/** Platform → shortest account name it allows. */
const platforms: ReadonlyMap<Label, number> = new Map([
  ['telegram', 4],
  ['whatsapp', 4],
  ['line', 4],
  ['wechat', 5],
  ['zalo', 4],
  ['kakaotalk', 4],
  ['signal', 4],
  ['instagram', 3],
  ['facebook', 5],
  ['viber', 4],
  ['skype', 6],
  ['x', 3],
  ['discord', 3],
  ['qq', 5],
  ['tiktok', 3],
]);

const REACH_BEFORE = 60;
const REACH_AFTER = 16;

function platformBefore(search: Search, offset: number): SeenLabel | undefined {
  for (const label of labelsBefore(search.labels, offset, REACH_BEFORE)) {
    if (/\n.*\n/.test(search.text.slice(label.end, offset))) return undefined;
    if (platforms.has(label.label)) return label;
  }
  return undefined;
}

/** `@name (Telegram)`, `@name on Instagram`: the platform behind the name, on the same line. */
function platformAfter(search: Search, offset: number): SeenLabel | undefined {
  const label = labelAfter(search.labels, offset, REACH_AFTER);
  if (label === undefined || !platforms.has(label.label)) return undefined;
  const gap = search.text.slice(offset, label.start);
  return /^[ (\-–]*(?:on |in |at |no |en |sur |di |auf |via |пo |в )?[ (]*$/i.test(gap) ? label : undefined;
}

/** A platform right before the name (`Signal: @anna`) goes before one behind it, and that before one farther off. */
function platformOf(search: Search, start: number, end: number): SeenLabel | undefined {
  const before = platformBefore(search, start);
  const isTight = before !== undefined && /^[\s:=(\-–—]{0,4}$/.test(search.text.slice(before.end, start));
  return isTight ? before : (platformAfter(search, end) ?? before);
}

/** A LINE official account's sign is part of its name. */
const nameFor = (label: Label | undefined, name: string): string => (label === 'line' ? `@${name}` : name);

/** Words of programs and style sheets that begin with the same sign. */
const annotations =
  /^(?:media|import|keyframes|font|param|return|returns|override|deprecated|suppress|nullable|nonnull|author|throws|since|see|everyone|here|all|channel|charset|supports|page|layer|tailwind|apply|types?|babel|angular|react|vue)$/i;

function* withSign(search: Search): Generator<Found> {
  const { text } = search;
  const name = /[A-Za-z][A-Za-z0-9_]{1,31}(?:[.-][A-Za-z0-9_]+){0,3}/y;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (/[A-Za-z0-9._@/-]/.test(text[at - 1] ?? ' ')) continue;
    name.lastIndex = at + 1;
    const match = name.exec(text)?.[0];
    if (match === undefined || match.length < 3 || match.length > 64 || text[name.lastIndex] === '@')
      continue;
    const end = at + 1 + match.length;
    const platform = platformOf(search, at, end);
    // `@scope/name` is a package of a program, `@host/path` none of a person.
    const isScope = text[end] === '/' && /[A-Za-z0-9]/.test(text[end + 1] ?? ' ');
    if (platform === undefined && (search.isCode || isScope || match.length < 5 || annotations.test(match)))
      continue;
    if (search.isCode && platform !== undefined && Math.abs(at - platform.end) > 20) continue;
    const label = platform?.label;
    yield handle(search, nameFor(label, match), label, at, end, label === undefined ? 60 : 92);
  }
}

function handle(
  search: Search,
  value: string,
  subtype: Label | undefined,
  start: number,
  end: number,
  confidence: number,
): Found {
  return {
    kind: 'handle',
    value,
    ...(subtype === undefined ? {} : { subtype }),
    check: 'none',
    confidence,
    standing: subtype === undefined ? 'observed' : 'proposed',
    ...trace(search.reading, start, end),
  };
}

/** Between a platform's name and an account name: `ID`, a colon, an arrow, at most one line end. */
const connector =
  /(?:[ \t]*(?:'s)?[ \t]*(?:id|user ?name|user|account|acc|a\/c|add|号|號|帐号|账号|帳號|アカウント|아이디|계정|ไอดี|आईडी|معرف|ид|логин|เพิ่มเพื่อน)){0,2}[ \t]*[:=\-–—>→｜|(（「[]{0,2}[ \t]*\n?[ \t]*/iy;
const identifier = /@?([A-Za-z][A-Za-z0-9_.-]{2,31})/y;

/** An account name without a sign must look like one: a digit or underscore in it, or a plain statement that it is an ID. */
function isName(text: string, name: string, gap: string, end: number): boolean {
  if (/^(?:https?|www|t\.me|wa\.me)/i.test(name) || canonicalDomain(name) !== undefined) return false;
  if (/\d|_/.test(name)) return !/^\d+(?:h|hs|hrs|min|px|st|nd|rd|th|am|pm|gb|mb)$/i.test(name);
  const stated = /id|号|號|아이디|ไอดี|ID|アカウント|आईडी|معرف/i.test(gap);
  const closes = /^[\s.,;)\]]*(?:\n|$)|^[^\sA-Za-z0-9]/.test(text.slice(end, end + 8));
  return stated
    ? name.length >= 4
    : /[:：=>→]/.test(gap) && closes && name.length >= 5 && name === name.toLowerCase();
}

function* afterPlatform(search: Search): Generator<Found> {
  const { text } = search;
  for (const { label, end } of search.labels) {
    const shortest = platforms.get(label);
    if (shortest === undefined) continue;
    connector.lastIndex = end;
    connector.test(text);
    const from = connector.lastIndex;
    identifier.lastIndex = from;
    const name = from === 0 ? undefined : identifier.exec(text)?.[1]?.replace(/[.-]+$/, '');
    const gap = text.slice(end, from);
    if (name === undefined || name.length < shortest || text[from] === '@') continue;
    const stop = from + name.length;
    if (/[@/]/.test(text[stop] ?? ' ') || !isName(text, name, gap, stop)) continue;
    if (!isNamed(text, label, end, gap) || (search.isCode && !/[:=]/.test(gap))) continue;
    yield handle(search, name, label, from, stop, 88);
  }
}

/** `line` and `signal` are also ordinary words: without capitals or a colon they name no service. */
function isNamed(text: string, label: Label, end: number, gap: string): boolean {
  if (label !== 'line' && label !== 'signal' && label !== 'x') return true;
  const word = text.slice(Math.max(0, end - 6), end);
  return (
    /[A-Z]{2}|[^\x00-\x7f]/.test(word) || /[:=]|id/i.test(gap) || /[^\x00-\x7f]/.test(text[end - 5] ?? ' ')
  );
}

/** In pictures of writing from right to left the sign is seen behind the name: `anna_k@:`. */
function* turnedNames(search: Search): Generator<Found> {
  if (!search.isPicture || search.languages[0] !== 'ar') return;
  for (const match of search.text.matchAll(
    /(?<![A-Za-z0-9._@-])([A-Za-z][A-Za-z0-9_]{3,31})@(?![A-Za-z0-9])/g,
  )) {
    const end = match.index + match[0].length;
    const platform = platformBefore(search, match.index);
    if (platform !== undefined) yield handle(search, match[1] ?? '', platform.label, match.index, end, 88);
  }
}

/** Skype's own form: `live:.cid.1a2b…` and `live:name`. */
function* skypeNames(search: Search): Generator<Found> {
  if (!search.text.includes('live:')) return;
  for (const match of search.text.matchAll(/(?<![A-Za-z0-9])live:\.?[A-Za-z0-9][A-Za-z0-9._-]{3,60}/g)) {
    const name = match[0].replace(/[.-]+$/, '');
    yield handle(search, name, 'skype', match.index, match.index + name.length, 90);
  }
}

/** Account names on messengers and social networks: with a sign, or after the platform's name. */
export function* findHandles(search: Search): Generator<Found> {
  yield* skypeNames(search);
  yield* turnedNames(search);
  yield* withSign(search);
  yield* afterPlatform(search);
}
