/** What one film may cost. Chosen so that any film ends within the analyzer's wall time on one core. */
export const budget = {
  /** Frames looked at in bursts, frames of one burst, and where the bursts are. */
  bursts: { frames: 288, burst: 12, even: 18, scenes: 6 },
  /** A film with no more frames than this is looked at whole. */
  wholeFrames: 480,
  /** One longer look at the largest face, for blinking and speaking. */
  longLook: { ms: 16_000, stepMs: 66, frames: 240 },
  /** Faces scored, in all frames together. */
  looks: 240,
  /** Longest side of a frame; larger ones are made smaller. */
  maxSide: 3840,
  /** How long one place may keep us waiting for its frames: in all, and more for each frame. */
  waitSeconds: { place: 60, frame: 0.25 },
  /** Part of the analyzer's wall time after which no further place is opened. */
  wallShare: 0.7,
  /** Films that claim more are sampled within their first day. */
  maxDurationMs: 86_400_000,
} as const;

/** How faces are followed; see `FaceTracker`. */
export const following = { detectEvery: 4, wideEvery: 12, faces: 12, meshes: 3 } as const;

/** Fewer examinable frames than this say nothing about a face in motion. */
export const LEAST_LOOKS = 5;
