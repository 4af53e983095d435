import type { ResTable } from './arsc.ts';
import type { ResConfig } from './arsc-config.ts';
import type { ResVariant } from './arsc-entry.ts';
import type { ResValue } from './res-value.ts';

/** A value at the end of a chain of references, with the variant that leads to it. */
export interface Resolved {
  readonly config: ResConfig;
  readonly value: ResValue;
}

const MAX_REFERENCES = 10;
const MAX_VARIANTS = 2000;

/**
 * All values that a resource can have, over all its variants, references followed. Chains longer than ten and loops end
 * without a value; references into the framework (package 0x01) cannot be followed and are left out.
 */
export function resolveResource(table: ResTable, id: number): Resolved[] {
  const found: Resolved[] = [];
  follow({ table, found, visits: 0 }, id, undefined, []);
  return found;
}

interface Following {
  readonly table: ResTable;
  readonly found: Resolved[];
  /** Variants looked at: a table can be made in which the chains are few but the ways through them countless. */
  visits: number;
}

function follow(
  following: Following,
  id: number,
  outer: ResConfig | undefined,
  path: readonly number[],
): void {
  if (path.includes(id) || path.length >= MAX_REFERENCES) return;
  for (const { config: own, value } of lookupIn(following.table, id)) {
    following.visits += 1;
    if (following.visits > MAX_VARIANTS) return;
    const config = outer && outer.locale !== '' ? outer : own;
    if (value?.kind === 'reference') follow(following, value.id, config, [...path, id]);
    else if (value) following.found.push({ config, value });
  }
}

/** Package 0 in a reference means the table's own (shared libraries, and some obfuscators). */
function lookupIn(table: ResTable, id: number): ResVariant[] {
  if (id >>> 24 !== 0) return table.lookup(id);
  const own = table.packages[0]?.id ?? 0x7f;
  return table.lookup(((own << 24) | id) >>> 0);
}

/** Text in every locale: the first value per locale, plain variants before special ones. */
export function resolveTexts(table: ResTable, id: number): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const values = resolveResource(table, id);
  for (const special of [false, true])
    for (const { config, value } of values)
      if (value.kind === 'string' && config.special === special && !texts.has(config.locale))
        texts.set(config.locale, value.text);
  return texts;
}
