/** What a test puts into a binary property list; a number in `refs` stands for an object of that index, so cycles can be made. */
export type BuiltObject =
  | { readonly text: string }
  | { readonly wide: string }
  | { readonly integer: number }
  | { readonly flag: boolean }
  | { readonly date: number }
  | { readonly data: Buffer }
  | { readonly list: readonly number[] }
  | { readonly dict: readonly (readonly [key: number, value: number])[] }
  | { readonly raw: Buffer };

interface Trailer {
  readonly count?: bigint;
  readonly top?: bigint;
  readonly table?: bigint;
}

/** Writes a binary property list object by object, honest or lying. References are one byte wide. */
export function buildBplist(objects: readonly BuiltObject[], trailer: Trailer = {}): Buffer {
  const parts: Buffer[] = [Buffer.from('bplist00')];
  const offsets: number[] = [];
  let at = 8;
  for (const object of objects) {
    const bytes = encode(object);
    offsets.push(at);
    parts.push(bytes);
    at += bytes.length;
  }
  const table = Buffer.alloc(offsets.length * 4);
  for (const [index, offset] of offsets.entries()) table.writeUInt32BE(offset, index * 4);
  const end = Buffer.alloc(32);
  end[6] = 4;
  end[7] = 1;
  end.writeBigUInt64BE(trailer.count ?? BigInt(objects.length), 8);
  end.writeBigUInt64BE(trailer.top ?? 0n, 16);
  end.writeBigUInt64BE(trailer.table ?? BigInt(at), 24);
  return Buffer.concat([...parts, table, end]);
}

function encode(object: BuiltObject): Buffer {
  if ('raw' in object) return object.raw;
  if ('flag' in object) return Buffer.from([object.flag ? 9 : 8]);
  if ('text' in object) return marked(5, object.text.length, Buffer.from(object.text, 'latin1'));
  if ('wide' in object) return marked(6, object.wide.length, Buffer.from(object.wide, 'utf16le').swap16());
  if ('data' in object) return marked(4, object.data.length, object.data);
  if ('integer' in object) {
    const bytes = Buffer.alloc(9);
    bytes[0] = 0x13;
    bytes.writeBigInt64BE(BigInt(object.integer), 1);
    return bytes;
  }
  if ('date' in object) {
    const bytes = Buffer.alloc(9);
    bytes[0] = 0x33;
    bytes.writeDoubleBE(object.date, 1);
    return bytes;
  }
  if ('list' in object) return marked(10, object.list.length, Buffer.from(object.list));
  const { dict } = object;
  return marked(
    13,
    dict.length,
    Buffer.from([...dict.map(([key]) => key), ...dict.map(([, value]) => value)]),
  );
}

function marked(kind: number, length: number, content: Buffer): Buffer {
  if (length < 15) return Buffer.concat([Buffer.from([(kind << 4) | length]), content]);
  const head = Buffer.alloc(6);
  head[0] = (kind << 4) | 15;
  head[1] = 0x12;
  head.writeUInt32BE(length, 2);
  return Buffer.concat([head, content]);
}
