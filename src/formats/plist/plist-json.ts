import { createHash } from 'node:crypto';
import type { Json } from '../../contract/index.ts';
import { isDate, isDict, isList, type PlistValue } from './plist-value.ts';

const MAX_ITEMS = 200;
const MAX_TEXT = 1000;

/**
 * A value as a fact can hold it: data as its size and hash, long texts and lists cut, at most `depth` levels deep.
 */
export function plistToJson(value: PlistValue | undefined, depth = 6): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.slice(0, MAX_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value;
  if (Buffer.isBuffer(value))
    return { bytes: value.length, sha256: createHash('sha256').update(value).digest('hex') };
  if (isDate(value)) return value.date;
  if (depth <= 0) return '…';
  if (isList(value)) return value.slice(0, MAX_ITEMS).map((item) => plistToJson(item, depth - 1));
  if (isDict(value))
    return Object.fromEntries(
      [...value].slice(0, MAX_ITEMS).map(([key, item]) => [key.slice(0, 200), plistToJson(item, depth - 1)]),
    );
  return { uid: value.uid };
}
