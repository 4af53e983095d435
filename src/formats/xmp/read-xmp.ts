/** What an XMP packet says (ISO 16684-1), flattened. Read as text: no entity is ever looked up, no document fetched. */
export interface Xmp {
  /** Property (`prefix:name`, as the packet writes it) → values in order, as attributes or elements. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
  /** True: it declares a document type, which XMP never has. Entities beyond XML’s five stay as they stand. */
  readonly declaresType: boolean;
  /** True: beyond the bounds, the rest was left out. */
  readonly cut: boolean;
}

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_VALUES = 5000;
const MAX_TEXT = 32 * 1024;
const MAX_DEPTH = 64;
const structure = new Set([
  'rdf:li',
  'rdf:Seq',
  'rdf:Bag',
  'rdf:Alt',
  'rdf:Description',
  'rdf:RDF',
  'rdf:value',
]);

interface Reading {
  readonly properties: Map<string, string[]>;
  readonly open: string[];
  values: number;
}

export function readXmp(packet: string): Xmp {
  const text = packet.slice(0, MAX_BYTES);
  const reading: Reading = { properties: new Map(), open: [], values: 0 };
  let declaresType = false;
  for (let at = text.indexOf('<'); at >= 0 && reading.values < MAX_VALUES; ) {
    const end = endOfTag(text, at);
    if (end < 0) break;
    const next = text.indexOf('<', end);
    if (text.startsWith('<!DOCTYPE', at)) declaresType = true;
    else if (text[at + 1] !== '?' && text[at + 1] !== '!')
      takeTag(
        text.slice(at + 1, Math.min(end, at + MAX_TEXT)),
        text.slice(end + 1, textEnd(next, end)),
        reading,
      );
    at = next;
  }
  return {
    properties: reading.properties,
    declaresType,
    cut: packet.length > MAX_BYTES || reading.values >= MAX_VALUES,
  };
}

function textEnd(next: number, end: number): number {
  return Math.min(next < 0 ? end + 1 : next, end + 1 + MAX_TEXT);
}

/** Where the tag that begins at `at` ends: at the first `>`, of a comment after `--`. XMP writers escape `>` in values. */
function endOfTag(text: string, at: number): number {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    return end < 0 ? -1 : end + 2;
  }
  return text.indexOf('>', at + 1);
}

function takeTag(tag: string, after: string, reading: Reading): void {
  if (tag.startsWith('/')) {
    reading.open.pop();
    return;
  }
  const name = /^[\w:.-]{1,120}/.exec(tag)?.[0];
  if (name === undefined) return;
  for (const [, attribute = '', double, single] of tag.matchAll(ATTRIBUTE))
    if (!attribute.startsWith('xmlns')) keep(attribute, double ?? single ?? '', reading);
  if (!tag.endsWith('/')) {
    reading.open.push(name);
    if (reading.open.length > MAX_DEPTH) reading.open.shift();
    const property = reading.open.findLast((one) => !structure.has(one));
    if (property !== undefined) keep(property, after.trim(), reading);
  }
}

const ATTRIBUTE = /([\w.-]{1,60}(?::[\w.-]{1,60})?)\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')/g;

function keep(name: string, raw: string, reading: Reading): void {
  const value = resolveEntities(raw).trim();
  if (value === '' || structure.has(name) || name.startsWith('rdf:about') || name === 'xml:lang') return;
  reading.values += 1;
  const list = reading.properties.get(name);
  if (list) list.push(value);
  else reading.properties.set(name, [value]);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML’s five entities and numbers, once: what comes out is not read again. */
function resolveEntities(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{2,4});/g, (whole, name: string) => {
      if (!name.startsWith('#')) return entities[name] ?? whole;
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}
