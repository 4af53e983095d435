import { crc32, deflateSync, inflateRawSync } from 'node:zlib';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const MAX_PIXELS = 16 * 1024 * 1024;
const MAX_CHUNKS = 10_000;

/**
 * Turns a picture as Apple's build tools write it (PNG with a `CgBI` chunk: raw deflate, blue and red exchanged, colours
 * multiplied by alpha) into an ordinary PNG. Undefined: it is no such picture, is larger than 16 megapixels, interlaced,
 * or broken; ordinary PNGs are not touched.
 */
export function uncrushPng(bytes: Buffer): Buffer | undefined {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) return undefined;
  const chunks = readChunks(bytes);
  const header = chunks.find((chunk) => chunk.type === 'IHDR')?.data;
  if (chunks[0]?.type !== 'CgBI' || !header || header.length !== 13) return undefined;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  // Xcode writes eight bits with alpha, colour or not.
  if (header[8] !== 8 || header[9] !== 6 || header[12] !== 0) return undefined;
  if (width === 0 || height === 0 || width * height > MAX_PIXELS) return undefined;
  const size = height * (width * 4 + 1);
  const pixels = inflate(Buffer.concat(chunks.filter((c) => c.type === 'IDAT').map((c) => c.data)), size);
  if (pixels?.length !== size || !unfilter(pixels, width * 4, height)) return undefined;
  restoreColours(pixels, width, height);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function readChunks(bytes: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at + 12 <= bytes.length && chunks.length < MAX_CHUNKS; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      data: bytes.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

function inflate(data: Buffer, size: number): Buffer | undefined {
  try {
    return inflateRawSync(data, { maxOutputLength: size + 1024 }).subarray(0, size);
  } catch {
    return undefined;
  }
}

/** Undoes the row filters (PNG section 9) in place and marks each row as unfiltered. False: an unknown filter. */
function unfilter(pixels: Buffer, stride: number, height: number): boolean {
  for (let y = 0; y < height; y++) {
    const row = y * (stride + 1);
    const filter = pixels[row]!;
    if (filter > 4) return false;
    pixels[row] = 0;
    for (let x = 0; x < stride; x++) {
      const at = row + 1 + x;
      const left = x >= 4 ? pixels[at - 4]! : 0;
      const up = y > 0 ? pixels[at - stride - 1]! : 0;
      const corner = x >= 4 && y > 0 ? pixels[at - stride - 5]! : 0;
      pixels[at] = (pixels[at]! + predict(filter, left, up, corner)) & 0xff;
    }
  }
  return true;
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function restoreColours(pixels: Buffer, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    const row = y * (width * 4 + 1) + 1;
    for (let at = row; at < row + width * 4; at += 4) {
      const alpha = pixels[at + 3]!;
      const whole = (value: number): number =>
        alpha === 0 ? 0 : Math.min(255, Math.round((value * 255) / alpha));
      const [blue, green, red] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      pixels[at] = whole(red);
      pixels[at + 1] = whole(green);
      pixels[at + 2] = whole(blue);
    }
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
