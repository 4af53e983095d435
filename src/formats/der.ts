/** One element of ASN.1 in DER or BER (ITU-T X.690). Buffers are views. */
export interface DerElement {
  /** Identifier octet: class, constructed bit and number. Numbers above 30 do not occur in what Assay reads. */
  readonly tag: number;
  /** Header and content. */
  readonly whole: Buffer;
  readonly content: Buffer;
}

const MAX_DEPTH = 32;

/** Reads the element that begins at `at`. Undefined where the bytes end early or the length makes no sense. */
export function readDer(bytes: Buffer, at = 0, depth = 0): DerElement | undefined {
  if (at + 2 > bytes.length || depth > MAX_DEPTH) return undefined;
  const tag = bytes[at]!;
  if ((tag & 0x1f) === 0x1f) return undefined;
  const first = bytes[at + 1]!;
  if (first === 0x80) return readIndefinite(bytes, at, depth);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) return undefined;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  const start = at + 2 + lengthBytes;
  if (start + length > bytes.length) return undefined;
  return { tag, whole: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) };
}

/** BER's indefinite length: elements up to two zero bytes. */
function readIndefinite(bytes: Buffer, at: number, depth: number): DerElement | undefined {
  for (let next = at + 2; next + 2 <= bytes.length; ) {
    if (bytes[next] === 0 && bytes[next + 1] === 0)
      return { tag: bytes[at]!, whole: bytes.subarray(at, next + 2), content: bytes.subarray(at + 2, next) };
    const child = readDer(bytes, next, depth + 1);
    if (!child) return undefined;
    next += child.whole.length;
  }
  return undefined;
}

/** The elements inside a constructed one, up to `max` of them; stops where they stop making sense. */
export function readDerChildren(element: DerElement, max = 1000): DerElement[] {
  const children: DerElement[] = [];
  for (let at = 0; at < element.content.length && children.length < max; ) {
    const child = readDer(element.content, at);
    if (!child) break;
    children.push(child);
    at += child.whole.length;
  }
  return children;
}

/** Dotted form of an object identifier's content. */
export function printOid(content: Buffer): string {
  const parts: number[] = [];
  let value = 0;
  for (const byte of content.subarray(0, 64)) {
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (parts.length === 0)
      parts.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)));
    else parts.push(value);
    value = 0;
  }
  return parts.join('.');
}

/** Writes one element of definite length. */
export function encodeDer(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = Math.ceil((32 - Math.clz32(length)) / 8);
  const head = Buffer.alloc(2 + bytes);
  head.set([tag, 0x80 | bytes]);
  head.writeUIntBE(length, 2, bytes);
  return Buffer.concat([head, content]);
}
