/** A connected part of a map: the ends of each of its rows, and how sure the map is of it. */
export interface Region {
  /** Leftmost and rightmost pixel of each row, as points x, y. */
  readonly rim: readonly (readonly [x: number, y: number])[];
  /** Uppermost and lowermost pixel of each column, by its x. */
  readonly columns: ReadonlyMap<number, readonly [top: number, bottom: number]>;
  readonly pixels: number;
  /** Mean of the map over the region, 0–1. */
  readonly score: number;
}

interface Growing {
  readonly ends: Map<number, [number, number]>;
  readonly columns: Map<number, [number, number]>;
  pixels: number;
  sum: number;
}

/** Regions of more than this many are not all worth looking at; the first ones from the top are kept. */
const MOST_REGIONS = 2000;

/** Connected parts (8 neighbours) of a map where it exceeds `threshold`, from the top. Linear in the map's size. */
export function mapRegions(map: Float32Array, width: number, height: number, threshold: number): Region[] {
  const seen = new Uint8Array(width * height);
  const regions: Region[] = [];
  for (let start = 0; start < width * height && regions.length < MOST_REGIONS; start++) {
    if (seen[start] === 1 || (map[start] ?? 0) <= threshold) continue;
    regions.push(finish(flood(map, seen, start, width, height, threshold)));
  }
  return regions;
}

function flood(
  map: Float32Array,
  seen: Uint8Array,
  start: number,
  width: number,
  height: number,
  threshold: number,
): Growing {
  const region: Growing = { ends: new Map(), columns: new Map(), pixels: 0, sum: 0 };
  const stack = [start];
  seen[start] = 1;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    note(region, x, y, map[at] ?? 0);
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx;
        if (seen[next] === 1 || (map[next] ?? 0) <= threshold) continue;
        seen[next] = 1;
        stack.push(next);
      }
  }
  return region;
}

function note(region: Growing, x: number, y: number, value: number): void {
  region.pixels += 1;
  region.sum += value;
  widen(region.ends, y, x);
  widen(region.columns, x, y);
}

function widen(ranges: Map<number, [number, number]>, at: number, value: number): void {
  const range = ranges.get(at);
  if (range === undefined) ranges.set(at, [value, value]);
  else if (value < range[0]) range[0] = value;
  else if (value > range[1]) range[1] = value;
}

function finish({ ends, columns, pixels, sum }: Growing): Region {
  const rim: [number, number][] = [];
  for (const [y, [left, right]] of ends)
    rim.push([left, y], [right + 1, y], [left, y + 1], [right + 1, y + 1]);
  return { rim, columns, pixels, score: sum / pixels };
}
