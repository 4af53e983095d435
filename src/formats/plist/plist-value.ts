/** A value of a property list. Dictionaries are maps, so that a key such as `__proto__` is a key like any other. */
export type PlistValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | PlistDate
  | PlistUid
  | Buffer
  | readonly PlistValue[]
  | PlistDict;

export type PlistDict = ReadonlyMap<string, PlistValue>;

/** RFC 3339 in UTC; as written where it is no date. */
export interface PlistDate {
  readonly date: string;
}

/** A reference inside an archive of objects (NSKeyedArchiver). */
export interface PlistUid {
  readonly uid: number;
}

export function isDict(value: PlistValue | undefined): value is PlistDict {
  return value instanceof Map;
}

export function isList(value: PlistValue | undefined): value is readonly PlistValue[] {
  return Array.isArray(value);
}

export function isDate(value: PlistValue | undefined): value is PlistDate {
  return typeof value === 'object' && value !== null && 'date' in value;
}

/** The dictionary under `key`; undefined: there is none, or it is something else. */
export function dictAt(dict: PlistDict | undefined, key: string): PlistDict | undefined {
  const value = dict?.get(key);
  return isDict(value) ? value : undefined;
}

/** The list under `key`; empty where there is none. */
export function listAt(dict: PlistDict | undefined, key: string): readonly PlistValue[] {
  const value = dict?.get(key);
  return isList(value) ? value : [];
}

/** The dictionaries in the list under `key`. */
export function dictsAt(dict: PlistDict | undefined, key: string): PlistDict[] {
  return listAt(dict, key).filter(isDict);
}

/** The text under `key`, at most `max` characters; numbers are printed. Undefined: neither. */
export function textAt(dict: PlistDict | undefined, key: string, max = 2000): string | undefined {
  const value = dict?.get(key);
  if (typeof value === 'string') return value.slice(0, max);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return undefined;
}

/** The texts in the list under `key`; a single text counts as a list of one. */
export function textsAt(dict: PlistDict | undefined, key: string, max = 2000): string[] {
  const value = dict?.get(key);
  if (typeof value === 'string') return [value.slice(0, max)];
  return (isList(value) ? value : [])
    .filter((item) => typeof item === 'string')
    .map((item) => item.slice(0, max));
}

export function flagAt(dict: PlistDict | undefined, key: string): boolean | undefined {
  const value = dict?.get(key);
  return typeof value === 'boolean' ? value : undefined;
}

/** The date under `key`, RFC 3339 in UTC. */
export function dateAt(dict: PlistDict | undefined, key: string): string | undefined {
  const value = dict?.get(key);
  return isDate(value) ? value.date.slice(0, 100) : undefined;
}

export function dataAt(dict: PlistDict | undefined, key: string): Buffer | undefined {
  const value = dict?.get(key);
  return Buffer.isBuffer(value) ? value : undefined;
}
