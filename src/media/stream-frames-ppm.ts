import type { Raster } from './raster.ts';

/** Pixels of the largest frame taken: 4096 by 2304. Larger ones are made smaller by ffmpeg before. */
export const MAX_STREAMED_PIXELS = 4096 * 2304;
const MAX_HEADER = 64;

/** The stream broke its format: nothing after this can be trusted. */
export class PpmError extends Error {}

/** What is left of a stream of PPM pictures after each chunk. Holds one frame at most. */
export class PpmReader {
  private header = Buffer.alloc(0);
  private pixels: Uint8Array | undefined;
  private filled = 0;
  private size = { width: 0, height: 0 };

  /** The frames that end in this chunk. Throws `PpmError` for bytes that are no such picture or claim too large a one. */
  *take(chunk: Uint8Array): Generator<Raster> {
    let at = 0;
    while (at < chunk.length) {
      if (this.pixels === undefined) at += this.takeHeader(chunk.subarray(at));
      if (this.pixels === undefined) continue;
      const part = chunk.subarray(at, at + this.pixels.length - this.filled);
      this.pixels.set(part, this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled < this.pixels.length) continue;
      const frame = { ...this.size, data: this.pixels };
      this.pixels = undefined;
      this.filled = 0;
      yield frame;
    }
  }

  /** Bytes of the chunk that belong to the header `P6 width height 255`. */
  private takeHeader(chunk: Uint8Array): number {
    const before = this.header.length;
    const joined = Buffer.concat([this.header, chunk.subarray(0, MAX_HEADER - before)]);
    const match = /^P6\s(\d{1,6})\s(\d{1,6})\s255\s/.exec(joined.toString('latin1'));
    if (match === null) {
      if (joined.length >= MAX_HEADER) throw new PpmError('no PPM header');
      this.header = joined;
      return chunk.length;
    }
    const [width, height] = [Number(match[1]), Number(match[2])];
    const pixels = width * height;
    if (pixels < 1 || pixels > MAX_STREAMED_PIXELS) throw new PpmError(`a frame of ${width} by ${height}`);
    this.size = { width, height };
    this.pixels = new Uint8Array(pixels * 3);
    this.header = Buffer.alloc(0);
    return match[0].length - before;
  }
}
