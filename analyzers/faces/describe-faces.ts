import type { z } from 'zod';
import type { Finding, Json } from '../../src/contract/index.ts';
import type { Face } from '../../src/vision/index.ts';

/** From here Assay speaks of a face: 1 of 237 pictures without people had a box above it (models/blazeface.md). */
export const THRESHOLD = 0.7;

type FindingInput = Omit<z.input<typeof Finding>, 'evidence'>;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

const roundBox = ({ box: { x, y, width, height } }: Face) => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.round(width),
  height: Math.round(height),
});

/** The finding and facts for faces given best first, boxes in original pixels. Candidates from `listed` are facts. */
export function describeFaces(
  found: readonly Face[],
  listed: number,
): { facts: Json; finding: FindingInput } {
  const facts = found
    .filter((face) => face.score >= listed)
    .slice(0, 100)
    .map((face) => ({ score: round(face.score, 3), box: roundBox(face) }));
  const faces = found.filter((face) => face.score >= THRESHOLD);
  const count = faces.length;
  const best = round(found[0]?.score ?? 0, 3);
  const measure = { name: 'highest face score', value: best, unit: 'score' as const, threshold: THRESHOLD };
  if (count === 0)
    return {
      facts,
      finding: {
        id: 'faces.none',
        title: 'No face found by this detector',
        detail: `No place in the picture reached the score of ${THRESHOLD} from which this detector speaks of a face. Small, covered or turned faces can be missed.`,
        severity: 'info',
        measure,
      },
    };
  return {
    facts,
    finding: {
      id: 'faces.found',
      title: count === 1 ? 'One face found' : `${count} faces found`,
      detail:
        'The detector found what looks like a face; a drawn or generated face counts too. Whether a face is genuine is not this analyzer’s matter, and nobody was identified.',
      severity: 'info',
      measure,
      locations: faces.slice(0, 200).map((face) => ({ kind: 'box', ...roundBox(face) })),
    },
  };
}
