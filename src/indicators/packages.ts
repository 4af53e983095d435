import type { Found } from './found.ts';
import { labelsBefore } from './labels.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

/** First parts of reversed names. */
const tops = new Set([
  'com',
  'org',
  'net',
  'io',
  'cn',
  'co',
  'app',
  'me',
  'dev',
  'tv',
  'xyz',
  'vip',
  'top',
  'uni',
]);
const REACH = 24;

/**
 * An app's package name or bundle id. In prose, three parts that begin like a reversed domain are enough; in code only a
 * word for it right before, since every class has such a name.
 */
export function findPackageAt(
  search: Search,
  from: number,
  to: number,
): { list: Found[]; end: number } | undefined {
  const name = search.text.slice(from, to).replace(/[.\-_]+$/, '');
  const parts = name.split('.');
  if (parts.length < 2 || parts.length > 10 || !parts.every((part) => /^[A-Za-z][\w-]*$/.test(part)))
    return undefined;
  const isReversed = tops.has(parts[0] ?? '') && parts.length >= 3;
  const end = from + name.length;
  if (!isReversed && search.isCode) return undefined;
  if ('/:@'.includes(search.text[end] ?? ' ') || search.text[from - 1] === '@') return undefined;
  const [near] = isReversed || parts.length >= 2 ? labelsBefore(search.labels, from, REACH) : [];
  const named = near?.label === 'package';
  if (!named && (search.isCode || !isReversed || parts[0] !== 'com')) return undefined;
  if (!isReversed && !named) return undefined;
  const found: Found = {
    kind: 'package',
    value: name,
    check: 'none',
    confidence: named ? 95 : 70,
    ...trace(search.reading, from, end),
  };
  return { list: [found], end };
}
