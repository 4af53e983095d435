import type { Model, NonAnswer } from '../contract/plain.ts';
import { type Box, crop, type Raster } from '../media/index.ts';
import { FACE_SCALE } from './cut-face.ts';
import { measureBlocks } from './examinable-blocks.ts';
import { measureTexture } from './examinable-texture.ts';
import { type Landmarks, placeLandmarks, turnOf } from './landmarks.ts';

/** Where the rules draw the line; measured in `src/vision/README.md`. */
export const examinableLimits = {
  /** Pixels of the longer side of the box, in the picture as it was submitted. */
  side: 64,
  /** Shorter side of a box at the picture's edge against its longer one: less, and a part of the face is not there. */
  cutShape: 0.75,
  detail: 0.11,
  unevenness: 0.13,
  blocks: 4,
  presence: 0.5,
  yaw: 45,
  pitch: 45,
  roll: 30,
} as const;

export type Refusal = 'small' | 'cut' | 'blurred' | 'drawn' | 'compressed' | 'unclear' | 'turned';

export type Examinable =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Which rule. */
      readonly rule: Refusal;
      readonly reason: Extract<NonAnswer, 'not-examinable' | 'outside-validity-domain'>;
      /** A sentence for people. */
      readonly detail: string;
    };

export interface ExaminableOptions {
  /** `facemesh`: with it, faces that are covered, turned or leaning are refused too. */
  readonly mesh?: Model;
  /** Points that were placed already; spares running the mesh. */
  readonly landmarks?: Landmarks;
  /** The box is a face crop, as large as `cutFace` cuts it: it is not asked to lie within the picture with a margin. */
  readonly whole?: boolean;
}

const no = (
  rule: Refusal,
  reason: Extract<NonAnswer, 'not-examinable' | 'outside-validity-domain'>,
  detail: string,
): Examinable => ({ ok: false, rule, reason, detail });

/**
 * Whether the models that look for forged faces may give a score for the face in a box (of `detectFaces`, pixels of
 * `raster`, which has the pixels that were submitted). Ask before scoring: a score outside of this says nothing.
 */
export async function examinable(
  raster: Raster,
  box: Box,
  options: ExaminableOptions = {},
): Promise<Examinable> {
  const face = inside(raster, options.whole === true ? resized(box, 1 / FACE_SCALE) : box);
  return (
    refuseSize(raster, face, options.whole === true) ??
    // Before texture: compressed that hard, a photograph has the even areas of a drawing.
    refuseBlocks(raster, inside(raster, resized(face, FACE_SCALE))) ??
    (await refuseTexture(raster, face)) ??
    (await refuseTurn(raster, face, options)) ?? { ok: true }
  );
}

function refuseSize(raster: Raster, face: Box, whole: boolean): Examinable | undefined {
  const { side, cutShape } = examinableLimits;
  const longer = Math.max(face.width, face.height);
  if (longer < side)
    return no('small', 'not-examinable', `The face is ${longer} pixels large; ${side} are needed.`);
  const atEdge =
    face.x <= 0 ||
    face.y <= 0 ||
    face.x + face.width >= raster.width ||
    face.y + face.height >= raster.height;
  if (!whole && atEdge && Math.min(face.width, face.height) < cutShape * longer)
    return no('cut', 'not-examinable', 'The edge of the picture cuts through the face.');
  return undefined;
}

async function refuseTexture(raster: Raster, face: Box): Promise<Examinable | undefined> {
  const { detail, unevenness } = await measureTexture(raster, face);
  if (unevenness < examinableLimits.unevenness)
    return no(
      'drawn',
      'outside-validity-domain',
      'The face has even areas between sharp lines, as in a drawing or a mask of graphics; the method was made for photographs.',
    );
  if (detail < examinableLimits.detail)
    return no(
      'blurred',
      'not-examinable',
      'The face is out of focus, or was enlarged from fewer pixels: the traces that the method looks for cannot be there.',
    );
  return undefined;
}

/** Pixels of a side that are looked at: a larger face is measured in its middle. */
const MOST = 768;

function refuseBlocks(raster: Raster, around: Box): Examinable | undefined {
  const width = Math.min(MOST, around.width);
  const height = Math.min(MOST, around.height);
  const x = around.x + Math.floor((around.width - width) / 2);
  const y = around.y + Math.floor((around.height - height) / 2);
  if (measureBlocks(crop(raster, { x, y, width, height })) <= examinableLimits.blocks) return undefined;
  return no(
    'compressed',
    'outside-validity-domain',
    'The picture was compressed so hard that blocks show (about as JPEG of quality 10 or a bad video call); the method was not tested on such pictures.',
  );
}

async function refuseTurn(
  raster: Raster,
  face: Box,
  { mesh, landmarks }: ExaminableOptions,
): Promise<Examinable | undefined> {
  const placed = landmarks ?? (mesh === undefined ? undefined : await placeLandmarks(raster, face, mesh));
  if (placed === undefined) return undefined;
  const limits = examinableLimits;
  if (placed.presence < limits.presence)
    return no(
      'unclear',
      'not-examinable',
      'Eyes, nose and mouth could not be placed: the face is covered, turned away, or none.',
    );
  const { yaw, pitch, roll } = turnOf(placed);
  if (Math.abs(yaw) <= limits.yaw && Math.abs(pitch) <= limits.pitch && Math.abs(roll) <= limits.roll)
    return undefined;
  const angle = (v: number) => `${Math.round(Math.abs(v))}°`;
  return no(
    'turned',
    'outside-validity-domain',
    `The head is turned about ${angle(yaw)} to a side and ${angle(pitch)} up or down, and leans ${angle(roll)}; the method was tested up to ${limits.yaw}°, ${limits.pitch}° and ${limits.roll}°.`,
  );
}

/** About its middle. */
function resized({ x, y, width, height }: Box, factor: number): Box {
  return {
    x: x + (width * (1 - factor)) / 2,
    y: y + (height * (1 - factor)) / 2,
    width: width * factor,
    height: height * factor,
  };
}

/** In whole pixels, cut to the picture. */
function inside({ width, height }: Raster, box: Box): Box {
  const between = (v: number, most: number) => Math.max(0, Math.min(most, Math.round(v)));
  const [x, y] = [between(box.x, width), between(box.y, height)];
  return {
    x,
    y,
    width: between(box.x + box.width, width) - x,
    height: between(box.y + box.height, height) - y,
  };
}
