import type { ResTable } from './arsc.ts';

/** A text of the resource table and where it belongs. */
export interface ResourceText {
  readonly value: string;
  /** `string/app_name`. */
  readonly name: string;
  /** BCP 47; empty for the default. */
  readonly locale: string;
  /** 0xPPTTEEEE. */
  readonly id: number;
}

/**
 * Every text value of a table, those in arrays and plurals too, each text once per name and locale. File paths of
 * layouts and pictures are left out: they say where an entry is, not what the app says.
 */
export function* resourceStrings(table: ResTable, limit = 500_000): Generator<ResourceText> {
  let left = limit;
  for (const { value, items, type, key, config, id } of table.walk())
    for (const one of value ? [value] : items) {
      if (one.kind !== 'string' || one.text === '' || isFilePath(type, one.text)) continue;
      if (left <= 0) return;
      left -= 1;
      yield { value: one.text, name: `${type}/${key}`, locale: config.locale, id };
    }
}

function isFilePath(type: string, text: string): boolean {
  return type !== 'string' && type !== 'array' && type !== 'plurals' && /^(res|r|R)\/[^\s:]+$/.test(text);
}

/** The names of all resources, `type/key`, each once: what similar apps share although their bytes differ. */
export function resourceNames(table: ResTable, limit = 200_000): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { type, key } of table.walk()) {
    if (names.size >= limit) break;
    if (key !== '') names.add(`${type}/${key}`);
  }
  return names;
}
