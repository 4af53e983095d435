import { type NamedModel, type SaidScore, type ScoreToSay, sayScore } from '../../src/vision/index.ts';

/** What the model `face-swap` was trained to tell from a recorded face. */
export const swapped = {
  proposition: 'the face was exchanged or made to move by a tool of the kind tested',
  alternative: 'rather than recorded by a camera and changed no further than by ordinary processing',
} as const;

/** Where a face is: a box in a picture, a track with frames in a video. */
export type FacePlace = Pick<
  ScoreToSay,
  'id' | 'subject' | 'locations' | 'evidence' | 'retests' | 'among' | 'remarks'
>;

/** The finding for the score of one face, and what to say in coverage where it is inconclusive. */
export function sayFaceScore(score: number, model: NamedModel, place: FacePlace): SaidScore {
  return sayScore({ ...swapped, ...place, model, score });
}
