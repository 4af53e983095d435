import { type Box, fitRaster, type Raster, toGrey, type VideoFrame } from '../../../src/media/index.ts';
import {
  cutFace,
  examinable,
  FaceTracker,
  findTiles,
  type GreyFrame,
  landmarksOf,
  quarters,
  type TrackedFace,
  type TrackModels,
} from '../../../src/vision/index.ts';
import { budget, following } from './budget.ts';
import { extendRun, type FaceRun, type Look, type StretchLook, startRun } from './look.ts';
import { measureUnrest } from './measure-unrest.ts';

const PREVIEW_SIDE = 400;
const GREY_SIDE = 320;
/** Frames between two moments that are compared for the layout. */
const MOMENT_EVERY = 24;

export interface StretchOrder {
  /** Number of the stretch. */
  readonly stretch: number;
  /** Faces are cut out in every so many frames; a multiple of `following.detectEvery`. */
  readonly lookEvery: number;
  readonly everyFrame: boolean;
}

/** What the whole film shares between its stretches. */
export interface FilmState {
  readonly models: TrackModels;
  /** Faces that may still be cut out. */
  looksLeft: number;
  /** Small grey frames of different moments, for the layout. */
  readonly moments: GreyFrame[];
  /** Parts that steady borders divide the film into, as far as is known yet; parts of the picture's sides. */
  tiles: readonly Box[];
}

/** A few faces of each frame: those looked at least often so far, then the larger ones. */
function chooseFaces(
  faces: readonly TrackedFace[],
  runs: ReadonlyMap<number, FaceRun>,
  most: number,
): TrackedFace[] {
  const seen = (face: TrackedFace): number => runs.get(face.id)?.looks.length ?? 0;
  const size = ({ box }: TrackedFace): number => box.width * box.height;
  return faces
    .filter(({ detected }) => detected !== undefined)
    .sort((a, b) => seen(a) - seen(b) || size(b) - size(a))
    .slice(0, most);
}

async function cutLook(
  frame: VideoFrame,
  face: TrackedFace,
  preview: Raster,
  mesh: TrackModels['facemesh'],
): Promise<Look> {
  const { raster, atMs, index } = frame;
  const box = face.detected?.box ?? face.box;
  // Without points nobody knows whether the face is covered or turned: then they are placed here, and rule.
  const points = face.mesh === undefined ? { mesh } : { landmarks: landmarksOf(face.mesh) };
  return {
    ...{ atMs, frame: index, box },
    crop: await cutFace(raster, box),
    verdict: await examinable(raster, box, points),
    preview: { raster: preview, scale: preview.width / raster.width },
    ...{ identity: undefined, score: undefined },
  };
}

async function cutLooks(
  frame: VideoFrame,
  faces: readonly TrackedFace[],
  runs: ReadonlyMap<number, FaceRun>,
  mesh: TrackModels['facemesh'],
): Promise<void> {
  if (faces.length === 0) return;
  const preview = await fitRaster(frame.raster, PREVIEW_SIDE);
  for (const face of faces) runs.get(face.id)?.looks.push(await cutLook(frame, face, preview, mesh));
}

async function greyOf(raster: Raster): Promise<GreyFrame> {
  const { width, height, data } = await fitRaster(raster, GREY_SIDE);
  return { width, height, data: toGrey({ width, height, data }) };
}

/** Looks for borders anew after some more moments: early, so that small tiles are looked at by themselves. */
const LOOK_FOR_TILES = new Set([3, 8, 20]);

function keepMoment(film: FilmState, moment: GreyFrame): void {
  const [first] = film.moments;
  if (first !== undefined && (first.width !== moment.width || first.height !== moment.height)) return;
  film.moments.push(moment);
  if (!LOOK_FOR_TILES.has(film.moments.length)) return;
  film.tiles = findTiles(film.moments).map(({ x, y, width, height }) => ({
    ...{ x: x / moment.width, y: y / moment.height },
    ...{ width: width / moment.width, height: height / moment.height },
  }));
}

/** Where small faces are looked for: in each tile of a call, else in the four corners. */
function partsOf({ tiles }: FilmState, raster: Raster): Box[] {
  if (tiles.length < 4) return quarters(raster);
  return tiles.map(({ x, y, width, height }) => {
    const [left, top] = [Math.floor(x * raster.width), Math.floor(y * raster.height)];
    return {
      ...{ x: left, y: top },
      width: Math.min(raster.width - left, Math.ceil(width * raster.width)),
      height: Math.min(raster.height - top, Math.ceil(height * raster.height)),
    };
  });
}

/** Follows the faces through a run of frames and cuts out some of them to be scored. */
export async function lookAtStretch(
  frames: AsyncIterable<VideoFrame>,
  { stretch, lookEvery, everyFrame }: StretchOrder,
  film: FilmState,
): Promise<StretchLook> {
  const tracker = new FaceTracker(film.models, following);
  const runs = new Map<number, FaceRun>();
  const unrest = measureUnrest();
  const most = Math.max(2, Math.floor(film.looksLeft / 60));
  let [startMs, endMs, count] = [0, 0, 0];
  // Scaling goes on beside the networks: the faces of one frame are cut out while those of the next are followed.
  let cutting = Promise.resolve();
  for await (const frame of frames) {
    const { raster, atMs } = frame;
    if (count++ === 0) startMs = atMs;
    endMs = Math.max(endMs, atMs);
    const faces = await tracker.follow(raster, partsOf(film, raster));
    for (const face of faces) {
      const run = runs.get(face.id) ?? startRun(stretch, atMs);
      runs.set(face.id, run);
      extendRun(run, atMs, face, raster);
    }
    unrest.take(raster, faces);
    if (frame.index % lookEvery !== 0) continue;
    if (frame.index % MOMENT_EVERY === 0) keepMoment(film, await greyOf(raster));
    await cutting;
    const chosen = chooseFaces(faces, runs, Math.min(most, film.looksLeft));
    film.looksLeft -= chosen.length;
    cutting = cutLooks(frame, chosen, runs, film.models.facemesh);
    // It is awaited before the next one and at the end; a failure before that must not pass for one that nobody handles.
    cutting.catch(() => undefined);
  }
  await cutting;
  const seen = [...runs.values()];
  return {
    ...{ startMs, endMs, frames: count, everyFrame, runs: seen },
    ...{ leftOut: tracker.leftOut, unrest: unrest.mean() },
  };
}

/** So that a film's faces are cut out about 60 times in all, and at least three times in a burst. */
export function lookEveryFor(frames: number): number {
  const { detectEvery } = following;
  return frames <= budget.bursts.burst
    ? detectEvery
    : detectEvery * Math.max(1, Math.round(frames / (60 * detectEvery)));
}
