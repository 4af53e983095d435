import { type FileHandle, open } from 'node:fs/promises';

const BLOCK = 64 * 1024;
const MAX_CHUNKS = 1_000_000;

/**
 * Frames of an animated PNG, which libvips takes for a still one: what `acTL` says, and one more where the still picture
 * is no part of the animation. Both stand before the first image data (W3C PNG, third edition, 11.3.6). 1: no animation.
 */
export async function countPngFrames(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    let [frames, still] = [0, 1];
    for await (const { type, word } of chunkHeads(file)) {
      if (type === 'IDAT' || type === 'IEND') break;
      if (type === 'acTL' && frames === 0) frames = word;
      if (type === 'fcTL') still = 0;
    }
    return frames === 0 ? 1 : frames + still;
  } finally {
    await file.close();
  }
}

/** Each chunk’s type and the first four bytes of its data. */
async function* chunkHeads(file: FileHandle): AsyncGenerator<{ type: string; word: number }> {
  const block = Buffer.alloc(BLOCK);
  let [start, filled] = [0, 0];
  for (let at = 8, count = 0; count < MAX_CHUNKS; count++) {
    if (at < start || at + 12 > start + filled) {
      start = at;
      filled = (await file.read(block, 0, BLOCK, at)).bytesRead;
      if (filled < 12) return;
    }
    const here = at - start;
    yield { type: block.toString('latin1', here + 4, here + 8), word: block.readUInt32BE(here + 8) };
    at += 12 + block.readUInt32BE(here);
  }
}
