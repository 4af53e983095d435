import { type Raster, resizeRaster } from '../../src/media/index.ts';
import { sharp } from '../../src/media/locked-sharp.ts';
import type { Random } from './random.ts';

/*
 * Self-blended images (Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended Images", CVPR 2022): a real face is
 * pasted onto itself, slightly changed, so that what is learned is the seam and the mismatch, not the tool.
 */

export type Point = readonly [x: number, y: number];

/** Landmarks of facemesh around the face, in order. */
const oval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/** Brows, cheeks, mouth and chin: what tools that replace only the inner face keep to. */
const inner = [70, 105, 9, 334, 300, 340, 411, 394, 152, 169, 187, 111];
const mouth = [2, 391, 410, 431, 199, 211, 186, 165];

function fillPolygon(points: readonly Point[], side: number): Uint8Array {
  const mask = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    const crossings: number[] = [];
    points.forEach(([x1, y1], i) => {
      const [x2, y2] = points[(i + 1) % points.length] ?? [x1, y1];
      if (y1 <= y + 0.5 !== y2 <= y + 0.5) crossings.push(x1 + ((y + 0.5 - y1) / (y2 - y1)) * (x2 - x1));
    });
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2)
      mask.fill(
        255,
        y * side + Math.max(0, Math.round(crossings[i] ?? 0)),
        y * side + Math.min(side, Math.round(crossings[i + 1] ?? 0)),
      );
  }
  return mask;
}

/** Edge of the face as this tool would see it: grown or shrunk, each corner somewhat off. */
function outline(landmarks: readonly Point[], random: Random): Point[] {
  const indices = random.chance(0.55) ? oval : random.chance(0.7) ? inner : mouth;
  const points = indices.map((i) => landmarks[i] ?? ([0, 0] as const));
  const centre = [0, 1].map((axis) => points.reduce((sum, p) => sum + (p[axis] ?? 0), 0) / points.length);
  const [growX, growY] = [random.between(0.82, 1.12), random.between(0.82, 1.1)];
  const [cx = 0, cy = 0] = centre;
  return points.map(([x, y]) => [
    cx + (x - cx) * growX * random.between(0.96, 1.04),
    cy + (y - cy) * growY * random.between(0.96, 1.04),
  ]);
}

const raw = ({ width, height }: Raster) => ({ raw: { width, height, channels: 3 as const } });

async function softened(mask: Uint8Array, side: number, random: Random): Promise<Uint8Array> {
  const blurred = sharp(mask, { raw: { width: side, height: side, channels: 1 } }).blur(
    random.between(1.2, 9),
  );
  return blurred.extractChannel(0).raw({ depth: 'uchar' }).toBuffer();
}

function tinted(face: Raster, random: Random): Raster {
  const shift = [random.between(-16, 16), random.between(-16, 16), random.between(-16, 16)];
  const [gain, light] = [random.between(0.88, 1.12), random.between(-14, 14)];
  const tables = shift.map((s) =>
    Uint8Array.from({ length: 256 }, (_, v) =>
      Math.max(0, Math.min(255, (v - 128) * gain + 128 + light + s * 0.7)),
    ),
  );
  return { ...face, data: face.data.map((v, i) => tables[i % 3]?.[v] ?? v) };
}

/** Sharper or softer than its surroundings, as a network of another resolution makes it. */
async function refocused(face: Raster, random: Random): Promise<Raster> {
  if (random.chance(0.3)) {
    const data = await sharp(face.data, raw(face))
      .sharpen({ sigma: random.between(0.6, 1.5) })
      .raw({ depth: 'uchar' })
      .toBuffer();
    return { ...face, data };
  }
  const side = Math.round(face.width * random.between(0.3, 0.85));
  return resizeRaster(await resizeRaster(face, side, side), face.width, face.height);
}

/** Moved and scaled by a few pixels, so that features double or the skin does not meet. */
async function moved(face: Raster, random: Random): Promise<Raster> {
  const side = face.width;
  const scaled = await resizeRaster(
    face,
    Math.round(side * random.between(0.96, 1.05)),
    Math.round(side * random.between(0.96, 1.05)),
  );
  const [left, top] = [
    (scaled.width - side) / 2 + random.between(-5, 5),
    (scaled.height - side) / 2 + random.between(-4, 4),
  ].map(Math.round);
  const data = new Uint8Array(face.data.length);
  const inside = (at: number, size: number) => Math.max(0, Math.min(size - 1, at));
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const from =
        (inside(y + (top ?? 0), scaled.height) * scaled.width + inside(x + (left ?? 0), scaled.width)) * 3;
      data.set(scaled.data.subarray(from, from + 3), (y * side + x) * 3);
    }
  return { ...face, data };
}

/** `face`: a square crop; `landmarks`: the 468 points of facemesh in its pixels. The same seed gives the same picture. */
export async function selfBlend(face: Raster, landmarks: readonly Point[], random: Random): Promise<Raster> {
  const mask = await softened(fillPolygon(outline(landmarks, random), face.width), face.width, random);
  let changed = random.chance(0.8) ? tinted(face, random) : face;
  if (random.chance(0.7)) changed = await refocused(changed, random);
  if (random.chance(0.8) || changed === face) changed = await moved(changed, random);
  // Half the time what surrounds the face is the changed one.
  const [inside, outside] = random.chance(0.5) ? [changed, face] : [face, changed];
  const strength = random.of([0.5, 0.75, 1, 1, 1]);
  const data = new Uint8Array(face.data.length);
  for (let i = 0; i < data.length; i++) {
    const weight = ((mask[Math.floor(i / 3)] ?? 0) / 255) * strength;
    data[i] = Math.round((inside.data[i] ?? 0) * weight + (outside.data[i] ?? 0) * (1 - weight));
  }
  return { ...face, data };
}
