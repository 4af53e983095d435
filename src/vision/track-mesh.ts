import { AnalysisFailure, type Model } from '../contract/plain.ts';
import type { Box, Raster } from '../media/index.ts';
import type { Landmarks } from './landmarks.ts';
import { type Square, sampleSquare } from './track-crop.ts';

/** Side of the input of the model `facemesh`, pixels. */
const SIDE = 192;
const POINTS = 468;
/** The model was made for a face with a quarter of margin on each side. */
const MARGIN = 1.5;

/** 468 points on one face, in the order of MediaPipe Face Mesh. */
export interface Mesh {
  /** x and y of each point in turn, in pixels of the picture. */
  readonly points: Float32Array;
  /** Depth of each point on the same scale, away from the camera. */
  readonly depth: Float32Array;
  /** Score that there is a face at all, 0 to 1. */
  readonly presence: number;
}

/** Outer corners of the eyes: they tell how the head is tilted and how large the face is. */
export const EYE_CORNERS = [33, 263] as const;

export function pointOf({ points }: Mesh, index: number): readonly [x: number, y: number] {
  return [points[index * 2] ?? 0, points[index * 2 + 1] ?? 0];
}

/** Distance between two points of a mesh, pixels. */
export function distance(mesh: Mesh, a: number, b: number): number {
  const [ax, ay] = pointOf(mesh, a);
  const [bx, by] = pointOf(mesh, b);
  return Math.hypot(ax - bx, ay - by);
}

/** The square to look at for a face that a detector found. */
export function squareOfBox({ x, y, width, height }: Box): Square {
  return { x: x + width / 2, y: y + height / 2, side: Math.max(width, height) * MARGIN, roll: 0 };
}

/** The square to look at in the next frame for a face whose points are known: upright, as the model was taught. */
export function squareOfMesh(mesh: Mesh): Square {
  const { x, y, width, height } = boxOfMesh(mesh);
  const [left, right] = EYE_CORNERS.map((i) => pointOf(mesh, i)) as [[number, number], [number, number]];
  const roll = Math.atan2(right[1] - left[1], right[0] - left[0]);
  return { x: x + width / 2, y: y + height / 2, side: Math.max(width, height) * MARGIN, roll };
}

/** The upright box around all points. */
export function boxOfMesh({ points }: Mesh): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Points on the face in each square. `model` is `facemesh`. One call for all, in order. */
export async function placePoints(raster: Raster, squares: readonly Square[], model: Model): Promise<Mesh[]> {
  if (squares.length === 0) return [];
  const pixels = SIDE * SIDE * 3;
  const data = new Float32Array(squares.length * pixels);
  squares.forEach((square, i) => {
    sampleSquare(raster, square, SIDE, data, i * pixels);
  });
  const { landmarks, presence } = await model.run({
    input_1: { type: 'float32', dims: [squares.length, SIDE, SIDE, 3], data },
  });
  if (landmarks?.type !== 'float32' || presence?.type !== 'float32')
    throw new AnalysisFailure('crashed', 'The model facemesh gave no points.');
  return squares.map((square, i) => ({
    ...toPicture(landmarks.data.subarray(i * POINTS * 3, (i + 1) * POINTS * 3), square),
    presence: presence.data[i] ?? 0,
  }));
}

/** The same points as the checks before scoring want them. */
export function landmarksOf({ points, depth, presence }: Mesh): Landmarks {
  const all = Array.from(depth, (z, i) => ({ x: points[i * 2] ?? 0, y: points[i * 2 + 1] ?? 0, z }));
  return { points: all, presence };
}

/** From pixels of the turned square to pixels of the picture. */
function toPicture(
  landmarks: Float32Array,
  { x, y, side, roll }: Square,
): { points: Float32Array; depth: Float32Array } {
  const [cos, sin] = [Math.cos(roll), Math.sin(roll)];
  const points = new Float32Array(POINTS * 2);
  const depth = new Float32Array(POINTS);
  for (let i = 0; i < POINTS; i++) {
    const u = ((landmarks[i * 3] ?? 0) / SIDE - 0.5) * side;
    const v = ((landmarks[i * 3 + 1] ?? 0) / SIDE - 0.5) * side;
    points[i * 2] = x + u * cos - v * sin;
    points[i * 2 + 1] = y + u * sin + v * cos;
    depth[i] = ((landmarks[i * 3 + 2] ?? 0) / SIDE) * side;
  }
  return { points, depth };
}
