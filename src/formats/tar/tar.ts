import { isTarHeader } from '../sniff/magic.ts';
import type { ByteSource } from '../source.ts';

export type TarKind = 'file' | 'folder' | 'symlink' | 'hardlink' | 'other';

/** One member of a tar archive, long names and pax records applied. */
export interface TarMember {
  /** A fact to show, never a path to use. */
  readonly name: string;
  readonly kind: TarKind;
  readonly linkTarget: string | undefined;
  readonly dataOffset: number;
  /** As declared; the data may end earlier. */
  readonly bytes: number;
}

const BLOCK = 512;
/** Long names and pax records larger than this are not read. */
const MAX_EXTENSION_BYTES = 64 * 1024;

interface Overrides {
  name?: string | undefined;
  link?: string | undefined;
  bytes?: number | undefined;
}

/**
 * Walks a tar archive (POSIX.1-2017 pax; GNU long names and base-256 sizes). Ends at the first block that is no header,
 * and says by its return value whether that was the proper end: false where the archive is cut or broken.
 */
export async function* readTar(source: ByteSource): AsyncGenerator<TarMember, boolean> {
  let overrides: Overrides = {};
  for (let at = 0; at + BLOCK <= source.size; ) {
    const header = await source.read(at, BLOCK);
    if (header.every((byte) => byte === 0)) return true;
    if (!isTarHeader(header)) return false;
    const type = String.fromCharCode(header[156]!);
    const declared = readNumber(header, 124, 12);
    const dataOffset = at + BLOCK;
    if ('xgLK'.includes(type)) {
      const data = await source.read(dataOffset, Math.min(declared, MAX_EXTENSION_BYTES));
      if (type !== 'g') overrides = { ...overrides, ...readExtension(type, data) };
      at = dataOffset + padded(declared);
      continue;
    }
    const name = overrides.name ?? readName(header);
    const kind = nameKind(type, name);
    const holdsData = kind === 'file' || kind === 'other';
    const bytes = holdsData ? (overrides.bytes ?? declared) : 0;
    yield {
      name,
      kind,
      linkTarget:
        kind === 'symlink' || kind === 'hardlink'
          ? (overrides.link ?? readText(header, 157, 100))
          : undefined,
      dataOffset,
      bytes,
    };
    overrides = {};
    at = dataOffset + padded(bytes);
  }
  return source.size % BLOCK === 0;
}

function nameKind(type: string, name: string): TarKind {
  if (type === '0' || type === '\0' || type === '7') return name.endsWith('/') ? 'folder' : 'file';
  if (type === '5') return 'folder';
  if (type === '2') return 'symlink';
  return type === '1' ? 'hardlink' : 'other';
}

function readName(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? readText(header, 345, 155) : '';
  const name = readText(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function readExtension(type: string, data: Buffer): Overrides {
  if (type === 'L') return { name: readText(data, 0, data.length) };
  if (type === 'K') return { link: readText(data, 0, data.length) };
  const records = readPax(data);
  const size = Number(records.get('size'));
  return {
    ...(records.has('path') ? { name: records.get('path') } : {}),
    ...(records.has('linkpath') ? { link: records.get('linkpath') } : {}),
    ...(Number.isSafeInteger(size) && size >= 0 && records.has('size') ? { bytes: size } : {}),
  };
}

/** Records of the form `length key=value\n`, the length counting all of it. */
function readPax(data: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(0x20, at);
    const length = Number(data.toString('latin1', at, Math.min(space, at + 12)));
    if (space < 0 || !Number.isInteger(length) || length <= space - at || at + length > data.length) break;
    const [, key, value] = /^([^=]*)=([\s\S]*)\n$/.exec(data.toString('utf8', space + 1, at + length)) ?? [];
    if (key !== undefined && value !== undefined) records.set(key, value);
    at += length;
  }
  return records;
}

function readText(bytes: Buffer, at: number, length: number): string {
  const end = bytes.indexOf(0, at);
  return bytes.toString('utf8', at, end >= 0 && end < at + length ? end : at + length);
}

/** Octal text, or base-256 where the high bit is set (GNU). What makes no sense is 0. */
function readNumber(header: Buffer, at: number, length: number): number {
  if ((header[at]! & 0x80) !== 0) {
    const value = Number(header.readBigUInt64BE(at + length - 8));
    return Number.isSafeInteger(value) ? value : 0;
  }
  const value = Number.parseInt(header.toString('latin1', at, at + length).replace(/[\0 ]/g, '') || '0', 8);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

const padded = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;
