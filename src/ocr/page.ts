import type { Box } from '../media/index.ts';

/** A word as it was read. */
export interface Word {
  readonly text: string;
  /** 0–100, as the reader itself judges it. */
  readonly confidence: number;
  /** Pixels of the raster that was read. */
  readonly box: Box;
}

export interface Line {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
  readonly words: readonly Word[];
}
