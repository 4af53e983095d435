import { isHost } from './find-links.ts';
import type { Found } from './found.ts';
import { canonicalDomain } from './host.ts';
import { type Reading, trace } from './read-text.ts';

const MAX_HOST = 253;
/** Country codes that are file endings too: a bare name with one needs a second dot or a defanged one to count. */
const fileEndings = new Set(['md', 'py', 'sh', 'pl', 'rs', 'ps', 'zip', 'mov', 'so', 'ai', 'cc', 'app']);

/** Sentences run together by a reader of pictures (`done.Please`) look like domains: the last label gives them away. */
function isSentenceBreak(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return /^\p{Lu}\p{Ll}/u.test(last);
}

function isLikelyFile(name: string, defanged: boolean): boolean {
  const labels = name.toLowerCase().split('.');
  return !defanged && labels.length === 2 && fileEndings.has(labels[1] ?? '');
}

/** Bare domains: host characters around a dot, with a public suffix at the end. */
export function* findDomains(reading: Reading): Generator<Found> {
  const { text } = reading;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && isHost(text.charCodeAt(at))) continue;
    const runStart = start;
    start = at + 1;
    if (at - runStart < 4 || at - runStart > MAX_HOST) continue;
    const raw = text.slice(runStart, at);
    const name = raw.replace(/^[.-]+/, '').replace(/[.-]+$/, '');
    if (!name.includes('.') || isSentenceBreak(name)) continue;
    const from = runStart + raw.indexOf(name);
    const span = trace(reading, from, from + name.length);
    const domain = canonicalDomain(name);
    if (domain === undefined || isLikelyFile(name, span.defanged)) continue;
    yield { kind: 'domain', value: domain, ...span };
  }
}
