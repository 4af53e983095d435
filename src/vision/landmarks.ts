import { AnalysisFailure, type Model } from '../contract/plain.ts';
import { type Box, type Raster, resizeRaster } from '../media/index.ts';
import { cutFace, FACE_SCALE } from './cut-face.ts';

const INPUT_SIDE = 192;
const POINTS = 468;
/** The mesh wants a quarter of the face's size around it on each side. */
const MARGIN = 1.5;

/** `z` grows away from the camera, on the scale of the others. */
export interface Landmark {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface Landmarks {
  /** In pixels of the picture that the box belongs to; 468, numbered as in MediaPipe's face mesh. May lie outside it. */
  readonly points: readonly Landmark[];
  /** 0–1: whether the mesh sees a face at all. */
  readonly presence: number;
}

/**
 * Places the points of a face with the model `facemesh`. `box` is that of `detectFaces`. Best for faces that stand upright
 * within some 30 degrees: nothing is turned before.
 */
export async function placeLandmarks(raster: Raster, box: Box, model: Model): Promise<Landmarks> {
  const crop = await cutFace(raster, box, { zoom: MARGIN / FACE_SCALE });
  const input = await resizeRaster(crop, INPUT_SIDE, INPUT_SIDE);
  const outputs = await model.run({
    input_1: {
      type: 'float32',
      dims: [1, INPUT_SIDE, INPUT_SIDE, 3],
      data: Float32Array.from(input.data, (v) => v / 255),
    },
  });
  const { landmarks, presence } = outputs;
  if (landmarks?.type !== 'float32' || landmarks.data.length < 3 * POINTS || presence?.type !== 'float32')
    throw new AnalysisFailure('crashed', 'The model facemesh gave no points.');
  return { points: inPicture(landmarks.data, box), presence: presence.data[0] ?? 0 };
}

/** From pixels of the model's input back to those of the picture. */
function inPicture(data: Float32Array, box: Box): Landmark[] {
  const side = Math.max(box.width, box.height) * MARGIN;
  const scale = side / INPUT_SIDE;
  const left = box.x + box.width / 2 - side / 2;
  const top = box.y + box.height / 2 - side / 2;
  return Array.from({ length: POINTS }, (_, i) => {
    const [x = 0, y = 0, z = 0] = data.subarray(3 * i, 3 * i + 3);
    return { x: left + x * scale, y: top + y * scale, z: z * scale };
  });
}

/** How a head is turned, degrees; all near 0 for a face that looks into the camera. */
export interface Turn {
  /** To a side: towards its own left is positive. */
  readonly yaw: number;
  /** Up or down. */
  readonly pitch: number;
  /** Leaning in the picture, clockwise. */
  readonly roll: number;
}

/** MediaPipe's numbers: edges of the face beside the ears, top of the forehead, chin, outer corners of the eyes. */
const EDGES = [234, 454] as const;
const UPRIGHT = [10, 152] as const;
const EYES = [33, 263] as const;

/** Estimated from the depth that the mesh guesses: good to some ten degrees, not measured against known angles. */
export function turnOf({ points }: Pick<Landmarks, 'points'>): Turn {
  const between = ([from, to]: readonly [number, number]): Landmark => {
    const [a, b] = [points[from], points[to]];
    if (a === undefined || b === undefined) return { x: 1, y: 1, z: 0 };
    return { x: b.x - a.x, y: b.y - a.y, z: b.z - a.z };
  };
  const [across, down, eyes] = [between(EDGES), between(UPRIGHT), between(EYES)];
  const degrees = (opposite: number, adjacent: number) => (Math.atan2(opposite, adjacent) * 180) / Math.PI;
  return {
    yaw: degrees(across.z, Math.hypot(across.x, across.y)),
    pitch: degrees(down.z, Math.hypot(down.x, down.y)),
    roll: degrees(eyes.y, eyes.x),
  };
}
