/** An element as a test wants it. Attribute values: text, number or truth; `id` is Android's resource id of the name. */
export interface BuiltElement {
  readonly name: string;
  readonly attributes?: readonly BuiltAttribute[];
  readonly children?: readonly BuiltElement[];
  /** Stands between the tags, before the children. */
  readonly text?: string;
}

export interface BuiltAttribute {
  readonly name: string;
  readonly id?: number;
  readonly value: string | number | boolean | { readonly reference: number };
}

/** Writes compiled Android XML with a UTF-16 string pool. */
export function buildAxml(root: BuiltElement): Buffer {
  const elements = flatten(root);
  const attributes = elements.flatMap((element) => element.attributes ?? []);
  // Names with resource ids come first: the resource map is indexed by their place in the pool.
  const named = new Map(attributes.filter((one) => one.id).map((one) => [`${one.name} ${one.id}`, one]));
  const ids = [...named.values()];
  const plain = new Set([
    ...elements.map((element) => element.name),
    ...elements.flatMap((element) => element.text ?? []),
    ...attributes.filter((one) => !one.id).map((one) => one.name),
    ...attributes.map((one) => one.value).filter((value) => typeof value === 'string'),
  ]);
  const strings = [...ids.map((one) => one.name), ...plain];
  const indexOf = (text: string): number => ids.length + [...plain].indexOf(text);
  const nameIndex = (one: BuiltAttribute): number =>
    one.id ? ids.indexOf(named.get(`${one.name} ${one.id}`)!) : indexOf(one.name);

  const element = ({ name, attributes: own = [], children = [], text }: BuiltElement): Buffer =>
    Buffer.concat([
      chunk(0x0102, 16, [
        words(1, -1, -1, indexOf(name)),
        halves(20, 20, own.length, 0, 0, 0),
        ...own.map((one) =>
          Buffer.concat([words(-1, nameIndex(one), raw(one, indexOf)), value(one, indexOf)]),
        ),
      ]),
      ...(text === undefined
        ? []
        : [
            chunk(0x0104, 16, [words(1, -1, indexOf(text)), Buffer.from([8, 0, 0, 3]), words(indexOf(text))]),
          ]),
      ...children.map(element),
      chunk(0x0103, 16, [words(1, -1, -1, indexOf(name))]),
    ]);
  const map = chunk(0x0180, 8, [words(...ids.map((one) => one.id!))]);
  return chunk(0x0003, 8, [stringPool(strings), map, element(root)]);
}

function flatten(element: BuiltElement): BuiltElement[] {
  return [element, ...(element.children ?? []).flatMap(flatten)];
}

function raw({ value: given }: BuiltAttribute, indexOf: (text: string) => number): number {
  return typeof given === 'string' ? indexOf(given) : -1;
}

function value({ value: given }: BuiltAttribute, indexOf: (text: string) => number): Buffer {
  const typed = (type: number, data: number): Buffer =>
    Buffer.concat([Buffer.from([8, 0, 0, type]), words(data)]);
  if (typeof given === 'string') return typed(0x03, indexOf(given));
  if (typeof given === 'number') return typed(0x10, given);
  return typeof given === 'boolean' ? typed(0x12, given ? -1 : 0) : typed(0x01, given.reference);
}

function stringPool(strings: readonly string[]): Buffer {
  let at = 0;
  const offsets: number[] = [];
  const bodies = strings.map((text) => {
    const length =
      text.length > 0x7fff
        ? halves(0x8000 | (text.length >>> 16), text.length & 0xffff)
        : halves(text.length);
    const body = Buffer.concat([length, Buffer.from(text, 'utf16le'), halves(0)]);
    offsets.push(at);
    at += body.length;
    return body;
  });
  const padding = Buffer.alloc((4 - (at % 4)) % 4);
  const start = 28 + strings.length * 4;
  return chunk(0x0001, 28, [words(strings.length, 0, 0, start, 0), words(...offsets), ...bodies, padding]);
}

function chunk(type: number, headerBytes: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([halves(type, headerBytes), words(body.length + 8), body]);
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, one] of values.entries()) bytes.writeInt32LE(one | 0, index * 4);
  return bytes;
}

function halves(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, one] of values.entries()) bytes.writeUInt16LE(one & 0xffff, index * 2);
  return bytes;
}
