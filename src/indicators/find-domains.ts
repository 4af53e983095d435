import { classifyLink } from './classify-link.ts';
import type { Found } from './found.ts';
import { canonicalDomain } from './host.ts';
import { hostEnd, hostStart, isHost, runEnd } from './host-run.ts';
import { isLookalikeHost } from './lookalike.ts';
import { findPackageAt } from './packages.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';
import { canonicalUrl, endOfPath, trimTail } from './urls.ts';

const MAX_HOST = 253;
/** Country codes and others that are file endings or code too: a bare name with one needs a path or a defanged dot to count. */
const fileEndings = new Set(
  'md py sh pl rs ps zip mov so ai cc app in is it me to id as at be no do by my js cs vb pm mm ml tf ms la st im ws pub run name java'.split(
    ' ',
  ),
);
/** Those of the endings that hosts of scams also have: in prose they count unless they look like files. */
const trusted = new Set([
  'cc',
  'app',
  'ai',
  'me',
  'in',
  'to',
  'id',
  'la',
  'my',
  'im',
  'ws',
  'run',
  'is',
  'it',
  'ms',
  'st',
  'be',
  'at',
]);

/** Sentences run together by a reader of pictures (`done.Please`) look like domains: the last label gives them away. */
function isSentenceBreak(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return /^\p{Lu}\p{Ll}/u.test(last) && !/^\p{Lu}/u.test(name);
}

function isLikelyFile(search: Search, name: string): boolean {
  const labels = name.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length !== 2 || !fileEndings.has(last)) return false;
  if (search.isCode || !trusted.has(last)) return true;
  // `make.it`, `go.to`: two words joined by a slip; hosts of this kind are longer or hold digits or hyphens.
  return (labels[0] ?? '').length < 5 && !/[\d-]/.test(labels[0] ?? '');
}

/** Endings that are also words a sentence begins with. */
const words = new Set('be call how love now is so do no am as it at us here by on or an if we he'.split(' '));

/** `to differ.be sure`: two words without a space. Alone on a line or behind a colon it is meant as a host. */
function isWordBreak(search: Search, from: number, end: number): boolean {
  const name = search.text.slice(from, end).toLowerCase();
  if (!/^[a-z]+\.[a-z]+$/.test(name) || !words.has(name.slice(name.indexOf('.') + 1))) return false;
  const before = search.text.slice(Math.max(0, from - 2), from);
  const after = search.text.slice(end, end + 2);
  return !/[:>=\n]\s?$|^$/.test(before) && /^\s?[a-z]/i.test(after);
}

/** Names of things in programs, before a member that happens to be an ending too: `exports.foo`, `event.target`. */
const programWords = new Set(
  `exports module controller this window document self super event events options opts config settings props state store
   console process data result results response request object array string number math json promise error buffer node
   element elem target args arguments params param context ctx util utils prototype proto parent child children item items
   list map set key value values index input output user session cache client server router route handler callback
   service model view component table row column field form body header headers query path file stream reader writer logger
   instance entity record message task job queue worker thread loader builder factory manager provider listener adapter
   wrapper iterator cursor matrix vector sprite scene camera canvas layer graphics texture`.split(/\s+/),
);
/** Endings under which such a name is most likely a site. */
const sites = new Set(
  'com net org io cn ru de fr uk jp br eu info biz vip top xyz shop online site club cc co'.split(' '),
);

function isIdentifier({ isCode }: Search, name: string): boolean {
  const [first = '', last = '', ...more] = name.split('.');
  if (more.length > 0 || sites.has(last.toLowerCase())) return false;
  return programWords.has(first.toLowerCase()) || (isCode && /[a-z][A-Z]|_/.test(name));
}

/** `a.n. PT` run together: abbreviations of one letter each are no host. */
const isAbbreviation = (name: string): boolean => /^(?:[a-z]\.){2,}[a-z]+$/i.test(name);

/** Bare hosts, and links written without a scheme: a host with a path behind it. */
export function* findDomains(search: Search): Generator<Found> {
  const { text } = search;
  for (let dot = text.indexOf('.'), start = 0; dot >= 0; dot = text.indexOf('.', Math.max(dot + 1, start))) {
    let from = dot;
    while (from > start && dot - from <= MAX_HOST && isHost(text.charCodeAt(from - 1))) from--;
    const whole = runEnd(text, from);
    start = Math.max(whole, dot + 1);
    if (whole - from < 4 || whole - from > MAX_HOST) continue;
    const found = findPackageAt(search, from, whole) ?? readHost(search, from, whole);
    if (found === undefined) continue;
    yield* found.list;
    start = Math.max(found.end, start);
  }
}

function readHost(
  search: Search,
  runStart: number,
  runStop: number,
): { list: Found[]; end: number } | undefined {
  const { text } = search;
  const lead = /^[.\-_]+/.exec(text.slice(runStart, runStop))?.[0].length ?? 0;
  const from = hostStart(text, runStart + lead, runStop);
  const end = hostEnd(text, from);
  // A host inside an address that is not one, as in `user@host.com.`: the finder of addresses had its say.
  if (end === undefined || text[from - 1] === '@') return undefined;
  const name = text.slice(from, end);
  if (!name.includes('.') || canonicalDomain(name) === undefined || isSentenceBreak(name)) return undefined;
  const port = /:\d{2,5}(?=[/?#\s]|$)/y;
  port.lastIndex = end;
  const behind = port.test(text) ? port.lastIndex : end;
  const hasPath =
    text[behind] === '/' || (/[?#]/.test(text[behind] ?? ' ') && /\w/.test(text[behind + 1] ?? ' '));
  if (behind > end || hasPath) return readLink(search, from, hasPath ? endOfPath(text, behind) : behind);
  const span = trace(search.reading, from, end);
  const isOther = isLikelyFile(search, name) || isWordBreak(search, from, end) || isIdentifier(search, name);
  if (!span.defanged && (isOther || isAbbreviation(name))) return undefined;
  return { list: [domainFound(name, span)], end };
}

function domainFound(name: string, span: ReturnType<typeof trace>): Found {
  const value = canonicalDomain(name) ?? name;
  const lookalike = isLookalikeHost(value);
  return {
    kind: 'domain',
    value,
    ...(lookalike === undefined ? {} : { standing: 'proposed' as const, how: lookalike }),
    ...span,
  };
}

/** `bad.example/x`: a link as people type it. Its canonical form needs a scheme; `http` is what a browser would try. */
function readLink(search: Search, from: number, to: number): { list: Found[]; end: number } | undefined {
  const link = trimTail(search.text.slice(from, to));
  const end = from + link.length;
  const span = trace(search.reading, from, end);
  if (/^[^/?#:]+\/?$/.test(link)) {
    const name = link.replace(/\/$/, '');
    if (!span.defanged && isLikelyFile(search, name)) return undefined;
    return { list: [domainFound(name, trace(search.reading, from, from + name.length))], end };
  }
  const value = canonicalUrl(`http://${link}`);
  if (value === undefined) return undefined;
  const how = 'written without a scheme';
  const list = classifyLink(value).map(
    (meaning): Found => ({
      how,
      ...meaning,
      ...(meaning.kind === 'url' ? { check: 'none' as const } : {}),
      ...span,
    }),
  );
  return { list, end };
}
