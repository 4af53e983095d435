/** The data behind the tables of a program that is being built. */
export class DataSection {
  readonly parts: Buffer[] = [];
  offset: number;
  constructor(start: number) {
    this.offset = start;
  }
  push(bytes: Buffer): number {
    const at = this.offset;
    this.parts.push(bytes);
    this.offset += bytes.length;
    return at;
  }
  align(): this {
    if (this.offset % 4 !== 0) this.push(Buffer.alloc(4 - (this.offset % 4)));
    return this;
  }
}

export const descriptor = (name: string): string => `L${name.replaceAll('.', '/')};`;

export function u32s(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => void bytes.writeUInt32LE(value >>> 0, index * 4));
  return bytes;
}

export function uleb(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.from(bytes);
}

export function toMutf8(text: string): Buffer {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0 && unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >>> 6), 0x80 | (unit & 0x3f));
    else bytes.push(0xe0 | (unit >>> 12), 0x80 | ((unit >>> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return Buffer.from(bytes);
}
