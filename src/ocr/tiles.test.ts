import { describe, expect, it } from 'vitest';
import { tilesOf } from './tiles.ts';

describe('tiles of a long picture', () => {
  it.each([1, 500, 2592, 2593, 3840, 5000, 40_000])(
    'cover %i rows once, and overlap where they meet',
    (rows) => {
      const tiles = tilesOf(1080, rows);
      expect(tiles[0]).toMatchObject({ top: 0, from: 0 });
      expect(tiles.at(-1)?.to).toBe(rows);
      for (const [i, tile] of tiles.entries()) {
        expect(tile.from).toBe(tiles[i - 1]?.to ?? 0);
        expect(tile.top).toBeLessThanOrEqual(tile.from);
        expect(tile.top + tile.rows).toBeGreaterThanOrEqual(tile.to);
      }
    },
  );

  it('stop at forty', () => {
    expect(tilesOf(1080, 10_000_000)).toHaveLength(40);
  });
});
