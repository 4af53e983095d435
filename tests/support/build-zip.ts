import { crc32, deflateRawSync } from 'node:zlib';

/** One entry as a test wants it written. Whatever is not given is as an honest packer writes it. */
export interface BuiltEntry {
  readonly name: string | Buffer;
  readonly content: Buffer;
  readonly deflate?: boolean;
  /** Bytes as they stand in the archive, in place of `content` packed. */
  readonly packed?: Buffer;
  /** What the central directory says. */
  readonly central?: Partial<HeaderFields>;
  /** What the local header says. */
  readonly local?: Partial<HeaderFields> & { name?: string };
  readonly unixMode?: number;
  /** Points the directory at the local header of an earlier entry, by index: nothing new is written. */
  readonly shares?: number;
}

interface HeaderFields {
  flags: number;
  method: number;
  crc: number;
  compressed: number;
  bytes: number;
}

/** Writes a ZIP byte by byte, honest or lying, for tests of readers. */
export function buildZip(
  entries: readonly BuiltEntry[],
  options: { comment?: Buffer; entriesDeclared?: number } = {},
): Buffer {
  const bodies: Buffer[] = [];
  const records: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = typeof entry.name === 'string' ? Buffer.from(entry.name) : entry.name;
    const packed = entry.packed ?? (entry.deflate ? deflateRawSync(entry.content) : entry.content);
    const honest: HeaderFields = {
      flags: 0,
      method: entry.deflate ? 8 : 0,
      crc: crc32(entry.content),
      compressed: packed.length,
      bytes: entry.content.length,
    };
    const at = entry.shares === undefined ? offset : offsets[entry.shares]!;
    offsets.push(at);
    if (entry.shares === undefined) {
      const body = Buffer.concat([
        localHeader({ ...honest, ...entry.local }, localName(entry, name)),
        packed,
      ]);
      bodies.push(body);
      offset += body.length;
    }
    records.push(centralRecord({ ...honest, ...entry.central }, name, at, entry.unixMode ?? 0));
  }
  const directory = Buffer.concat(records);
  const comment = options.comment ?? Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(0xffff, options.entriesDeclared ?? entries.length), 8);
  end.writeUInt16LE(Math.min(0xffff, options.entriesDeclared ?? entries.length), 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...bodies, directory, end, comment]);
}

function localName(entry: BuiltEntry, name: Buffer): Buffer {
  return entry.local?.name === undefined ? name : Buffer.from(entry.local.name);
}

function localHeader(fields: HeaderFields, name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(fields.flags, 6);
  header.writeUInt16LE(fields.method, 8);
  header.writeUInt16LE(0x0021, 12);
  header.writeUInt32LE(fields.crc >>> 0, 14);
  header.writeUInt32LE(fields.compressed, 18);
  header.writeUInt32LE(fields.bytes, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function centralRecord(fields: HeaderFields, name: Buffer, offset: number, unixMode: number): Buffer {
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE((3 << 8) | 20, 4);
  record.writeUInt16LE(20, 6);
  record.writeUInt16LE(fields.flags, 8);
  record.writeUInt16LE(fields.method, 10);
  record.writeUInt16LE(0x0021, 14);
  record.writeUInt32LE(fields.crc >>> 0, 16);
  record.writeUInt32LE(fields.compressed, 20);
  record.writeUInt32LE(fields.bytes, 24);
  record.writeUInt16LE(name.length, 28);
  record.writeUInt32LE((unixMode << 16) >>> 0, 38);
  record.writeUInt32LE(offset, 42);
  return Buffer.concat([record, name]);
}
