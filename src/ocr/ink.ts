/** A line of text turned level, one byte of luma a pixel. */
export interface GreyLine {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Part of the line's contrast that a column must show to hold ink. */
const SHOWS = 0.3;
/** Rows at the upper and lower edge that may belong to neighbours. */
const EDGE = 4;

/** Difference between the lightest and darkest of the line, stray pixels left out. */
export function contrastOf({ data }: GreyLine): number {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  const at = (share: number): number => {
    let left = share * data.length;
    for (let value = 0; value < 256; value++) {
      left -= counts[value] ?? 0;
      if (left < 0) return value;
    }
    return 255;
  };
  return at(0.98) - at(0.02);
}

/** For each column whether something is written in it. */
export function inkOf(line: GreyLine): boolean[] {
  const { width, height, data } = line;
  const least = SHOWS * contrastOf(line);
  return Array.from({ length: width }, (_, x) => {
    let [low, high] = [255, 0];
    for (let y = EDGE; y < height - EDGE; y++) {
      const value = data[y * width + x] ?? 0;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low >= least;
  });
}
