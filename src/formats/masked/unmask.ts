/** A program hidden by a short repeating XOR key. */
export interface Unmasked {
  readonly bytes: Buffer;
  readonly kind: 'dex' | 'elf' | 'zip';
  /** Hexadecimal. */
  readonly key: string;
}

interface Known {
  readonly kind: Unmasked['kind'];
  /** What must stand at an offset; the first is what the key is taken from. */
  readonly parts: readonly (readonly [offset: number, bytes: Buffer])[];
}

/** Bytes that files of each kind always have (dex-format "header_item"; System V ABI "ELF Header"; APPNOTE 4.3.7). */
const known: readonly Known[] = [
  ...['035', '037', '038', '039', '040', '041'].map(
    (version): Known => ({
      kind: 'dex',
      parts: [
        [0, Buffer.from(`dex\n${version}\0`, 'latin1')],
        [0x24, Buffer.from('70000000', 'hex')],
        [0x28, Buffer.from('78563412', 'hex')],
      ],
    }),
  ),
  ...['0201010000000000', '0101010000000000', '0201010300000000', '0101010300000000'].map(
    (ident): Known => ({
      kind: 'elf',
      parts: [
        [0, Buffer.from(`7f454c46${ident}`, 'hex')],
        [0x10, Buffer.from('0300', 'hex')],
      ],
    }),
  ),
  ...['1400', '0a00'].map(
    (needed): Known => ({
      kind: 'zip',
      parts: [
        [0, Buffer.from(`504b0304${needed}`, 'hex')],
        [7, Buffer.from([0])],
      ],
    }),
  ),
];
const MAX_KEY = 4;

/**
 * Undoes a XOR mask of one to four repeating bytes where what comes out begins as a program or archive must: the key is
 * read off the known beginning and has to hold for all of it. Undefined: no such mask. The bytes are copied only then.
 */
export function unmask(bytes: Buffer): Unmasked | undefined {
  if (bytes.length < 64) return undefined;
  for (const { kind, parts } of known)
    for (let length = 1; length <= MAX_KEY; length++) {
      const key = keyOf(bytes, parts[0]?.[1] ?? Buffer.alloc(0), length);
      if (key.every((byte) => byte === 0) || !parts.every((part) => holds(bytes, key, part))) continue;
      const clear = Buffer.allocUnsafe(bytes.length);
      for (let at = 0; at < bytes.length; at++) clear[at] = (bytes[at] ?? 0) ^ (key[at % length] ?? 0);
      return { bytes: clear, kind, key: key.toString('hex') };
    }
  return undefined;
}

function keyOf(bytes: Buffer, start: Buffer, length: number): Buffer {
  const key = Buffer.alloc(length);
  for (let at = 0; at < length; at++) key[at] = (bytes[at] ?? 0) ^ (start[at] ?? 0);
  return key;
}

function holds(bytes: Buffer, key: Buffer, [offset, expected]: readonly [number, Buffer]): boolean {
  for (let at = 0; at < expected.length; at++) {
    const place = offset + at;
    if (((bytes[place] ?? 0) ^ (key[place % key.length] ?? 0)) !== expected[at]) return false;
  }
  return true;
}
