import type { Box, Raster } from '../../../src/media/index.ts';
import type { Examinable, Shape, TrackedFace } from '../../../src/vision/index.ts';

/** One face in one frame, cut out to be scored. */
export interface Look {
  readonly atMs: number;
  /** Counted within its stretch. */
  readonly frame: number;
  /** The detector's, in pixels of the frame. */
  readonly box: Box;
  readonly crop: Raster;
  readonly verdict: Examinable;
  /** The whole frame made small, with the box on it. */
  readonly preview: { readonly raster: Raster; readonly scale: number };
  identity: Float32Array | undefined;
  /** Raw score of the head; undefined: not scored. */
  score: number | undefined;
}

/** One face followed through one stretch. */
export interface FaceRun {
  readonly stretch: number;
  readonly startMs: number;
  endMs: number;
  frames: number;
  /** Sum of the boxes, as parts of the picture's sides; `frames` of them. */
  readonly sum: { x: number; y: number; width: number; height: number };
  readonly looks: Look[];
  readonly shapes: Shape[];
}

/** What was seen in one stretch. */
export interface StretchLook {
  readonly startMs: number;
  readonly endMs: number;
  readonly frames: number;
  /** True: every frame of the film between the two times. */
  readonly everyFrame: boolean;
  readonly runs: readonly FaceRun[];
  /** Faces in one frame that were too many to follow, at most. */
  readonly leftOut: number;
  /** Mean change of the picture outside of faces from frame to frame, grey levels; undefined with one frame. */
  readonly unrest: number | undefined;
}

export function startRun(stretch: number, atMs: number): FaceRun {
  return {
    ...{ stretch, startMs: atMs, endMs: atMs, frames: 0 },
    sum: { x: 0, y: 0, width: 0, height: 0 },
    ...{ looks: [], shapes: [] },
  };
}

export function extendRun(run: FaceRun, atMs: number, face: TrackedFace, { width, height }: Raster): void {
  run.endMs = atMs;
  run.frames += 1;
  run.sum.x += face.box.x / width;
  run.sum.y += face.box.y / height;
  run.sum.width += face.box.width / width;
  run.sum.height += face.box.height / height;
  if (face.mesh !== undefined) run.shapes.push({ atMs, mesh: face.mesh });
}

/** Where the face was on the whole, as parts of the picture's sides. */
export function placeOf({ sum, frames }: FaceRun): Box {
  const n = Math.max(1, frames);
  return { x: sum.x / n, y: sum.y / n, width: sum.width / n, height: sum.height / n };
}
