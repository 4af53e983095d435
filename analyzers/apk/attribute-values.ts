import {
  type AxmlAttribute,
  type AxmlElement,
  attributeOf,
  printResValue,
  type ResTable,
  resolveResource,
  resolveTexts,
} from '../../src/formats/index.ts';

const MAX_TEXT = 4096;

/** Text of an attribute: references followed to their default variant, else as written. */
export function textOf(element: AxmlElement, name: string, table: ResTable | undefined): string | undefined {
  const attribute = attributeOf(element, name);
  const text =
    attribute && (resolvedText(attribute, table) ?? printResValue(attribute.value) ?? attribute.raw);
  return text?.slice(0, MAX_TEXT);
}

function resolvedText({ value }: AxmlAttribute, table: ResTable | undefined): string | undefined {
  if (value.kind !== 'reference' || !table) return undefined;
  const values = resolveResource(table, value.id);
  const best = values.find(({ config }) => config.locale === '' && !config.special) ?? values[0];
  return best && printResValue(best.value);
}

/** A boolean, written as such, as a number or as text; undefined: not written. */
export function flagOf(element: AxmlElement, name: string, table: ResTable | undefined): boolean | undefined {
  const text = textOf(element, name, table);
  if (text === undefined || text === '') return undefined;
  return text !== 'false' && text !== '0';
}

/** Text in all locales; the default, or the first there is, under the empty key. */
export function textsOf(
  element: AxmlElement,
  name: string,
  table: ResTable | undefined,
): Record<string, string> {
  const value = attributeOf(element, name)?.value;
  const resolved = value?.kind === 'reference' && table ? [...resolveTexts(table, value.id)] : [];
  const written = resolved.length > 0 ? undefined : textOf(element, name, table);
  const all = written === undefined ? resolved : [['', written] as const];
  // A text, not a reference: what cannot be resolved has no label.
  const texts = all.filter(([, text]) => !/^@0x[0-9a-f]{8}$/.test(text)).slice(0, 200);
  return Object.fromEntries(texts.map(([locale, text]) => [locale, text.slice(0, MAX_TEXT)]));
}
