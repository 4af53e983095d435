import { boxesAt, type IsoBox, readBoxBody } from '../isobmff/read-boxes.ts';
import { readSpreadBoxes } from '../jpeg/app-payloads.ts';
import type { Jpeg } from '../jpeg/read-jpeg.ts';
import { readJumbf } from '../jumbf/read-jumbf.ts';
import type { Png } from '../png/read-png.ts';
import type { Riff } from '../riff/read-riff.ts';
import type { ByteSource } from '../source.ts';
import type { ByteRange } from './hashes.ts';
import { uuidOf } from './read-claim.ts';

/** A store of manifests as it stands in a file. */
export interface FoundStore {
  readonly bytes: Buffer;
  readonly ranges: readonly ByteRange[];
}

/** Larger ones are not read. */
export const MAX_STORE_BYTES = 64 * 1024 * 1024;

/** JPEG: APP11 segments (specification annex A.3.1). The last one that calls itself a store counts. */
export function storeInJpeg(jpeg: Pick<Jpeg, 'segments'>): FoundStore | undefined {
  return readSpreadBoxes(jpeg)
    .filter(({ bytes }) => readJumbf(bytes)?.uuid === uuidOf('c2pa'))
    .at(-1);
}

/** PNG: chunk `caBX`. */
export function storeInPng({ c2pa }: Png): FoundStore | undefined {
  return c2pa && { bytes: c2pa.bytes, ranges: [{ start: c2pa.offset, length: c2pa.length }] };
}

/** WebP, WAV and AVI: chunk `C2PA`. */
export async function storeInRiff(source: ByteSource, { chunks }: Riff): Promise<FoundStore | undefined> {
  const chunk = chunks.find(({ type }) => type === 'C2PA');
  if (!chunk || chunk.bytes > MAX_STORE_BYTES) return undefined;
  return {
    bytes: await source.read(chunk.offset + 8, chunk.bytes),
    ranges: [{ start: chunk.offset, length: 8 + chunk.bytes + (chunk.bytes & 1) }],
  };
}

const C2PA_UUID = 'd8fec3d61b0e483c92975828877ec481';

/** Files of boxes: a `uuid` box with four bytes of version and flags, its purpose, and eight bytes more (annex A.5). */
export async function storeInBoxes(
  source: ByteSource,
  boxes: readonly IsoBox[],
): Promise<FoundStore | undefined> {
  for (const box of boxesAt(boxes, 'uuid')) {
    if (box.uuid !== C2PA_UUID || box.bytes > MAX_STORE_BYTES) continue;
    const body = await readBoxBody(source, box, MAX_STORE_BYTES);
    const end = body.subarray(4, 64).indexOf(0);
    if (end < 0 || body.toString('latin1', 4, 4 + end) !== 'manifest') continue;
    return { bytes: body.subarray(4 + end + 1 + 8), ranges: [{ start: box.offset, length: box.bytes }] };
  }
  return undefined;
}

/** MP3: a GEOB frame of ID3v2 whose type is C2PA’s (annex A.3.6). */
export async function storeInMp3(source: ByteSource): Promise<FoundStore | undefined> {
  const head = await source.read(0, 10);
  if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3' || (head[3] !== 3 && head[3] !== 4))
    return undefined;
  const end = 10 + syncSafe(head, 6);
  if (end > MAX_STORE_BYTES) return undefined;
  const tag = await source.read(0, end);
  for (let at = 10, frames = 0; at + 10 <= tag.length && frames < 1000; frames++) {
    const length = head[3] === 4 ? syncSafe(tag, at + 4) : tag.readUInt32BE(at + 4);
    if (length <= 0 || at + 10 + length > tag.length) return undefined;
    const found = tag.toString('latin1', at, at + 4) === 'GEOB' && storeInFrame(tag, at + 10, length);
    if (found) return found;
    at += 10 + length;
  }
  return undefined;
}

/** Encoding, media type, file name, description (each ended by zero), then the object. */
function storeInFrame(tag: Buffer, start: number, length: number): FoundStore | undefined {
  const frame = tag.subarray(start, start + length);
  const type = frame.indexOf(0, 1);
  if (type < 0 || !/c2pa/.test(frame.toString('latin1', 1, type))) return undefined;
  const at = frame.indexOf('jumb', type, 'latin1') - 4;
  return at < 0
    ? undefined
    : { bytes: frame.subarray(at), ranges: [{ start: start - 10, length: length + 10 }] };
}

/** Four bytes of seven bits each (ID3v2 section 6.2). */
function syncSafe(bytes: Buffer, at: number): number {
  return [0, 1, 2, 3].reduce((sum, i) => (sum << 7) | (bytes[at + i]! & 0x7f), 0);
}
