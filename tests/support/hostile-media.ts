import { execFileSync } from 'node:child_process';
import { crc32, deflateSync } from 'node:zlib';

/** One PNG chunk with its length and checksum. */
export function pngChunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A PNG whose header claims `width` by `height` grey pixels; `rows` of them are really there. */
export function buildPng(width: number, height: number, rows: number, extra: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const pixels = deflateSync(Buffer.alloc((width + 1) * rows, 0));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Zeros, compressed a thousandfold. */
export const bomb = (mebibytes: number): Buffer =>
  deflateSync(Buffer.alloc(mebibytes * 1024 * 1024), { level: 9 });

/** One JPEG segment. */
export function jpegSegment(marker: number, body: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** A little-endian TIFF block as EXIF holds it: each directory is a list of [tag, type, count, value] and the next offset. */
export function exifBlock(
  directories: readonly { at: number; entries: readonly [number, number, number, number][]; next: number }[],
  bytes: number,
): Buffer {
  const block = Buffer.alloc(bytes);
  block.write('II*\0', 'latin1');
  block.writeUInt32LE(8, 4);
  for (const { at, entries, next } of directories) {
    block.writeUInt16LE(entries.length, at);
    entries.forEach(([tag, type, count, value], i) => {
      const entry = at + 2 + i * 12;
      block.writeUInt16LE(tag, entry);
      block.writeUInt16LE(type, entry + 2);
      block.writeUInt32LE(count, entry + 4);
      block.writeUInt32LE(value, entry + 8);
    });
    block.writeUInt32LE(next, at + 2 + entries.length * 12);
  }
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]);
}

/** An ISO media box with its true size, or the size it shall claim. */
export function isoBox(type: string, body: Uint8Array, claimed = body.length + 8): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(claimed);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** Runs Debian's ffmpeg to make an input. Arguments are ours, never a submitter's. */
export function makeMedia(...args: string[]): void {
  execFileSync('/usr/bin/ffmpeg', ['-v', 'error', '-y', ...args], { env: {} });
}
