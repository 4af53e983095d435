import type { CodedPart } from '../../src/media/index.ts';
import type { ThumbnailCompared } from './compare-thumbnail.ts';
import type { BlockGrid } from './find-grid.ts';
import type { Recompression } from './find-recompression.ts';
import type { FindingInput } from './finding-input.ts';

/** Bits of 64. Measured: see README. */
export const THUMBNAIL_THRESHOLD = 22;

export function judgeThumbnail({ distance }: ThumbnailCompared): FindingInput | undefined {
  if (distance < THUMBNAIL_THRESHOLD) return undefined;
  return {
    id: 'provenance.thumbnail-differs',
    title: 'The embedded thumbnail shows something else than the picture',
    detail: `Their fingerprints differ in ${distance} of 64 bits. The picture was changed after the thumbnail was made and the thumbnail was kept, or the metadata comes from another picture. Strong cropping does this too.`,
    severity: 'medium',
    measure: {
      name: 'difference of fingerprints',
      value: distance,
      unit: 'count',
      threshold: THUMBNAIL_THRESHOLD,
    },
  };
}

/** Measured: see README. Pictures compressed once stayed below 0.2, captures of screens below 0.5. */
export const RECOMPRESSION_THRESHOLD = 0.6;
/** In units of chance: a small picture may show any wave. */
const LEAST_SCORE = 20;

export function judgeRecompression(found: Recompression | undefined): FindingInput | undefined {
  if (!found || found.score < LEAST_SCORE || found.amplitude < RECOMPRESSION_THRESHOLD) return undefined;
  return {
    id: 'provenance.compressed-twice',
    title: 'The picture was JPEG-compressed at least twice',
    detail:
      'The values of its frequencies rise and fall in the comb that an earlier, coarser JPEG compression leaves. Every program and messenger that opens and saves a JPEG file does this: it is not the file that a camera wrote. It says nothing about what was changed.',
    severity: 'info',
    measure: {
      name: 'comb in the frequencies',
      value: Number(found.amplitude.toFixed(2)),
      unit: 'score',
      threshold: RECOMPRESSION_THRESHOLD,
    },
  };
}

/** Measured: see README. */
export const GRID_THRESHOLD = 4;

/** A grid that is not where the file’s own compression would put it. */
export function judgeGrid(
  grid: BlockGrid | undefined,
  isJpeg: boolean,
  { width, height }: Pick<CodedPart, 'width' | 'height'>,
): FindingInput | undefined {
  if (!grid || grid.score < GRID_THRESHOLD) return undefined;
  const inPlace = grid.x === 0 && grid.y === 0;
  if (isJpeg && inPlace) return undefined;
  const where = inPlace
    ? 'It begins at the corner of the picture'
    : `It begins ${grid.x} pixels from the left and ${grid.y} from the top: the picture was cropped or shifted since`;
  return {
    id: 'provenance.earlier-grid',
    title: 'The picture shows the block grid of an earlier compression',
    detail: `Edges repeat every eight pixels, as JPEG and many video codecs leave them. ${where}. Screenshots of pictures and copies by messengers show this too (${width} × ${height} pixels).`,
    severity: 'info',
    measure: {
      name: 'block grid',
      value: Number(grid.score.toFixed(1)),
      unit: 'score',
      threshold: GRID_THRESHOLD,
    },
  };
}
