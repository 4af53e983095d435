import type { CborMap, CborTag, CborValue } from './read-cbor.ts';

export function isCborMap(value: CborValue | undefined): value is CborMap {
  return value instanceof Map;
}

export function isCborTag(value: CborValue | undefined): value is CborTag {
  return typeof value === 'object' && value !== null && 'tag' in value;
}

/** The value under the first of `keys` that is there. Undefined: not a map, or none of them. */
export function fieldOf(
  value: CborValue | undefined,
  ...keys: readonly (string | number)[]
): CborValue | undefined {
  if (!isCborMap(value)) return undefined;
  const key = keys.find((one) => value.has(one));
  return key === undefined ? undefined : value.get(key);
}

export function textOf(value: CborValue | undefined, max = 500): string | undefined {
  if (isCborTag(value)) return textOf(value.value, max);
  const text = typeof value === 'string' ? value.slice(0, max).trim() : '';
  return text === '' ? undefined : text;
}

export function bytesOf(value: CborValue | undefined): Buffer | undefined {
  return Buffer.isBuffer(value) ? value : undefined;
}

export function listOf(value: CborValue | undefined, max = 1000): readonly CborValue[] {
  return Array.isArray(value) ? value.slice(0, max) : [];
}

/** A count or place that can be used as a number. */
export function countOf(value: CborValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
