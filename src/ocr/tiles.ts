/** A tile is this many times as high as wide: the detector then sees letters large enough. */
const TILE_RATIO = 2.4;
/** Rows that two neighbours share, of the width: no line of text is taller. */
const SHARED = 0.2;
/** A capture longer than this many tiles is read up to there. */
const MOST_TILES = 40;
/** No tile is lower than this, however narrow the picture. */
const LEAST_ROWS = 480;

export interface Tile {
  readonly top: number;
  readonly rows: number;
  /** Lines whose middle lies in these rows are this tile's; its neighbours have the others whole. */
  readonly from: number;
  readonly to: number;
}

/** Splits a picture into overlapping tiles, one below the other. */
export function tilesOf(width: number, height: number): Tile[] {
  const most = Math.max(LEAST_ROWS, Math.round(width * TILE_RATIO));
  if (height <= most) return [{ top: 0, rows: height, from: 0, to: height }];
  const shared = Math.max(80, Math.round(most * (SHARED / TILE_RATIO)));
  const step = most - shared;
  const count = Math.min(MOST_TILES, Math.ceil((height - shared) / step));
  return Array.from({ length: count }, (_, i) => {
    const top = i * step;
    const bottom = Math.min(height, top + most);
    const from = i === 0 ? 0 : top + shared / 2;
    return { top, rows: bottom - top, from, to: i === count - 1 ? bottom : bottom - shared / 2 };
  });
}
