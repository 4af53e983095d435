import type { Model } from '../contract/plain.ts';
import type { Box, Raster } from '../media/index.ts';
import type { Face } from './detect-faces.ts';
import { overlap } from './suppress.ts';
import type { Square } from './track-crop.ts';
import { detectAgain, detectWide } from './track-detect.ts';
import { boxOfMesh, type Mesh, placePoints, squareOfBox, squareOfMesh } from './track-mesh.ts';

export interface TrackModels {
  readonly blazeface: Model;
  readonly facemesh: Model;
}

export interface TrackOptions {
  /** Every how many frames faces are looked for anew; between, the points on a face lead to it. */
  readonly detectEvery: number;
  /** Every how many frames also small and new ones are looked for; while nobody is followed, every `detectEvery`. */
  readonly wideEvery: number;
  /** Most faces followed in one frame, largest first. */
  readonly faces: number;
  /** Most of them whose points are placed. */
  readonly meshes: number;
}

/** One face in one frame. */
export interface TrackedFace {
  /** Names the face within the stretch. */
  readonly id: number;
  /** Where the detector saw it in this frame; undefined between detections. */
  readonly detected: Face | undefined;
  readonly box: Box;
  readonly mesh: Mesh | undefined;
}

interface Live {
  readonly id: number;
  box: Box;
  detected: Face | undefined;
  square: Square;
  mesh: Mesh | undefined;
}

/** Boxes of one face in frames that follow each other share at least this. */
const SAME_PLACE = 0.25;
/** Below this score the points are on no face. */
const PRESENT = 0.5;

const area = ({ width, height }: Box): number => width * height;

/** Follows faces through the frames of one stretch. Frames must come in order. */
export class FaceTracker {
  private live: Live[] = [];
  private next = 0;
  private frame = 0;
  /** Faces that were found in one frame and not followed because there were too many, at most. */
  leftOut = 0;
  private readonly models: TrackModels;
  private readonly options: TrackOptions;

  constructor(models: TrackModels, options: TrackOptions) {
    this.models = models;
    this.options = options;
  }

  /** The faces in the next frame. `parts`: where to look for small faces by themselves, in pixels of the frame. */
  async follow(raster: Raster, parts: readonly Box[]): Promise<TrackedFace[]> {
    const { detectEvery, wideEvery } = this.options;
    const index = this.frame++;
    for (const face of this.live) face.detected = undefined;
    const isDue = index % detectEvery === 0;
    if (index % wideEvery === 0 || (isDue && this.live.length === 0))
      this.match(await detectWide(raster, parts, this.models.blazeface));
    else if (isDue) {
      const boxes = this.live.map(({ box }) => box);
      this.match(await detectAgain(raster, boxes, this.models.blazeface));
    }
    await this.place(raster);
    return this.live.map(({ id, detected, box, mesh }) => ({ id, detected, box, mesh }));
  }

  /** Each known face takes the found one that covers it best; the others found are new; those not found are lost. */
  private match(found: readonly Face[]): void {
    const largest = [...found].sort((a, b) => area(b.box) - area(a.box)).slice(0, this.options.faces);
    this.leftOut = Math.max(this.leftOut, found.length - largest.length);
    const pairs = this.live
      .flatMap((known) => largest.map((face) => ({ known, face, share: overlap(known.box, face.box) })))
      .filter(({ share }) => share >= SAME_PLACE)
      .sort((a, b) => b.share - a.share);
    const taken = new Map<Face, Live>();
    const kept = new Set<Live>();
    for (const { known, face } of pairs)
      if (!taken.has(face) && !kept.has(known)) {
        taken.set(face, known);
        kept.add(known);
      }
    this.live = largest.map((face) => this.renew(taken.get(face), face));
  }

  private renew(known: Live | undefined, face: Face): Live {
    const id = known?.id ?? this.next++;
    const square = known?.mesh === undefined ? squareOfBox(face.box) : known.square;
    return { id, box: face.box, detected: face, square, mesh: known?.mesh };
  }

  /** Points on the largest faces. A face that is known only by its points is lost with them. */
  private async place(raster: Raster): Promise<void> {
    const chosen = this.live.slice(0, this.options.meshes);
    const squares = chosen.map(({ square }) => square);
    const meshes = await placePoints(raster, squares, this.models.facemesh);
    chosen.forEach((face, i) => {
      const mesh = meshes[i];
      const isThere = mesh !== undefined && mesh.presence >= PRESENT;
      face.mesh = isThere ? mesh : undefined;
      face.square = isThere ? squareOfMesh(mesh) : squareOfBox(face.box);
      if (isThere && face.detected === undefined) face.box = boxOfMesh(mesh);
    });
  }
}
