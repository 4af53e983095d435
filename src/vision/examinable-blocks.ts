import { type Raster, toGrey } from '../media/index.ts';

const BLOCK = 8;
/** Larger steps are edges of what is shown: one of them must not make a grid. */
const MOST_STEP = 12;

/**
 * How far steps stand out along a grid of eight pixels, as JPEG and old video leave them: about 1 to 2 for pictures saved
 * well, more the harder they were compressed. The grid may start anywhere; one that was scaled since is not seen.
 */
export function measureBlocks(raster: Raster): number {
  const grey = toGrey(raster);
  const across = stepsByPhase(grey, raster.width, raster.height, 1, raster.width);
  const down = stepsByPhase(grey, raster.height, raster.width, raster.width, 1);
  return Math.min(standOut(across), standOut(down));
}

/**
 * For each of the eight places in a block: the mean by which the step between two neighbours exceeds the steps beside it.
 * `along` and `over` are the distances in the array to the next pixel of a line and to the next line.
 */
function stepsByPhase(
  grey: Uint8Array,
  length: number,
  lines: number,
  along: number,
  over: number,
): number[] {
  const sums = new Float64Array(BLOCK);
  const counts = new Float64Array(BLOCK);
  for (let line = 0; line < lines; line++)
    for (let i = 2; i < length - 1; i++) {
      const at = line * over + i * along;
      const [a, b] = [grey[at - 2 * along] ?? 0, grey[at - along] ?? 0];
      const [c, d] = [grey[at] ?? 0, grey[at + along] ?? 0];
      const beside = (Math.abs(b - a) + Math.abs(d - c)) / 2;
      const phase = i % BLOCK;
      sums[phase] = (sums[phase] ?? 0) + Math.min(MOST_STEP, Math.max(0, Math.abs(c - b) - beside));
      counts[phase] = (counts[phase] ?? 0) + 1;
    }
  return [...sums].map((sum, phase) => sum / Math.max(1, counts[phase] ?? 0));
}

/** Luma of a step that nobody sees: keeps even areas from making a grid of nothing. */
const FLAT = 0.5;

/** The strongest place against the middle ones. */
function standOut(phases: readonly number[]): number {
  const [first = 0, , , upper = 0, lower = 0] = [...phases].sort((a, b) => b - a);
  return first / ((upper + lower) / 2 + FLAT);
}
