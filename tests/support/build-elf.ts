/** What `buildElf` puts into a native library. */
export interface BuiltElf {
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly exports?: readonly string[];
  readonly rodata?: Buffer;
  readonly buildId?: string;
}

const BASE = 64 + 3 * 56;

/** A 64-bit little-endian ARM library without a section table, as strippers leave it: segments and dynamic tags only. */
export function buildElf({ needed = [], soname, exports = [], rodata, buildId }: BuiltElf): Buffer {
  const names = ['', ...needed, ...(soname === undefined ? [] : [soname]), ...exports];
  const places = new Map<string, number>();
  let strings = '';
  for (const name of names) {
    places.set(name, strings.length);
    strings += `${name}\0`;
  }
  const strtab = Buffer.from(strings, 'latin1');
  const symbols = Buffer.alloc((exports.length + 1) * 24);
  exports.forEach((name, index) => {
    symbols.writeUInt32LE(places.get(name) ?? 0, (index + 1) * 24);
    symbols.writeUInt16LE(7, (index + 1) * 24 + 6);
    symbols.writeBigUInt64LE(BigInt(BASE), (index + 1) * 24 + 8);
  });
  const hash = Buffer.alloc(16);
  hash.writeUInt32LE(1, 0);
  hash.writeUInt32LE(exports.length + 1, 4);
  const note = buildId === undefined ? Buffer.alloc(0) : noteOf(Buffer.from(buildId, 'hex'));
  const data = rodata ?? Buffer.alloc(0);
  const at = { strtab: BASE, symbols: 0, hash: 0, note: 0, data: 0, dynamic: 0 };
  at.symbols = at.strtab + strtab.length;
  at.hash = at.symbols + symbols.length;
  at.note = at.hash + hash.length;
  at.data = at.note + note.length;
  at.dynamic = at.data + data.length;
  const tags: [number, number][] = [
    ...needed.map((name): [number, number] => [1, places.get(name) ?? 0]),
    ...(soname === undefined ? [] : [[14, places.get(soname) ?? 0] as [number, number]]),
    [4, at.hash],
    [5, at.strtab],
    [6, at.symbols],
    [0, 0],
  ];
  const dynamic = Buffer.alloc(tags.length * 16);
  tags.forEach(([tag, value], index) => {
    dynamic.writeBigUInt64LE(BigInt(tag), index * 16);
    dynamic.writeBigUInt64LE(BigInt(value), index * 16 + 8);
  });
  const size = at.dynamic + dynamic.length;
  const segments = [
    segment(1, 0, size),
    segment(2, at.dynamic, dynamic.length),
    segment(4, at.note, note.length),
  ];
  return Buffer.concat([header(segments.length), ...segments, strtab, symbols, hash, note, data, dynamic]);
}

function header(segments: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]);
  bytes.writeUInt16LE(3, 16);
  bytes.writeUInt16LE(183, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(segments, 56);
  return bytes;
}

function segment(type: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(56);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(4, 4);
  bytes.writeBigUInt64LE(BigInt(offset), 8);
  bytes.writeBigUInt64LE(BigInt(offset), 16);
  bytes.writeBigUInt64LE(BigInt(length), 32);
  return bytes;
}

function noteOf(id: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(id.length, 4);
  head.writeUInt32LE(3, 8);
  head.write('GNU\0', 12, 'latin1');
  return Buffer.concat([head, id, Buffer.alloc(-id.length & 3)]);
}
