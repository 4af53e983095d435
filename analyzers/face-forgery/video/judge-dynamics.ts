import {
  type Blinks,
  countBlinks,
  distance,
  EYE_CORNERS,
  eyeOpening,
  landmarkTremor,
  likeness,
  type Moment,
  meanIdentity,
  median,
  type mouthOpening,
} from '../../../src/vision/index.ts';
import type { Person } from './judge-person.ts';
import type { FaceRun } from './look.ts';

/** Smallest distance of the eyes (pixels) at which points are placed finely enough for movement to be read. */
const LEAST_EYES = 40;
/** Blinks are spoken of after this much watching. */
const LEAST_WATCHED_MS = 8000;

/** How a face moves; undefined where too little of it was seen for that. */
export interface Dynamics {
  /** Distance of the outer corners of the eyes, pixels. */
  readonly eyes: number;
  /** Trembling of points on bone, as part of the distance of the eyes. */
  readonly tremor: number | undefined;
  readonly blinks: Blinks | undefined;
  /** How alike the face is to itself: least and median likeness of a frame to the mean of all. */
  readonly likeness:
    | { readonly least: number; readonly leastAtMs: number; readonly median: number }
    | undefined;
}

const eyesOf = ({ shapes }: FaceRun): number =>
  median(shapes.map(({ mesh }) => distance(mesh, EYE_CORNERS[0], EYE_CORNERS[1])));

/** The longest run through which the face was followed without a break. */
export function longestRun({ runs }: Person): FaceRun | undefined {
  const length = ({ shapes }: FaceRun): number => (shapes.at(-1)?.atMs ?? 0) - (shapes[0]?.atMs ?? 0);
  return [...runs].sort((a, b) => length(b) - length(a))[0];
}

export function openingsOf(run: FaceRun, opening: typeof eyeOpening | typeof mouthOpening): Moment[] {
  return run.shapes.map(({ atMs, mesh }) => ({ atMs, value: opening(mesh) }));
}

function blinksOf(person: Person): Blinks | undefined {
  const run = longestRun(person);
  if (run === undefined) return undefined;
  const blinks = countBlinks(openingsOf(run, eyeOpening));
  return blinks.watchedMs >= LEAST_WATCHED_MS ? blinks : undefined;
}

function likenessOf({ looks }: Person): Dynamics['likeness'] {
  const seen = looks.flatMap(({ identity, atMs, verdict }) =>
    identity === undefined || !verdict.ok ? [] : [{ identity, atMs }],
  );
  if (seen.length < 5) return undefined;
  const mean = meanIdentity(seen.map(({ identity }) => identity));
  const each = seen.map(({ identity, atMs }) => ({ atMs, like: likeness(identity, mean) }));
  const least = each.reduce((a, b) => (b.like < a.like ? b : a));
  return { least: least.like, leastAtMs: least.atMs, median: median(each.map(({ like }) => like)) };
}

/** Undefined: the face is too small, or its points were never placed. */
export function judgeDynamics(person: Person): Dynamics | undefined {
  const runs = person.runs.filter((run) => run.shapes.length >= 3 && eyesOf(run) >= LEAST_EYES);
  if (runs.length === 0) return undefined;
  const tremors = runs.flatMap((run) => landmarkTremor(run.shapes) ?? []);
  return {
    eyes: median(runs.map(eyesOf)),
    tremor: tremors.length > 0 ? median(tremors) : undefined,
    blinks: blinksOf({ ...person, runs }),
    likeness: likenessOf(person),
  };
}
