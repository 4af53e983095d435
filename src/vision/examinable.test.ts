import { beforeAll, describe, expect, it } from 'vitest';
import { buildModels } from '../../models/build.ts';
import { grainy } from '../../tests/support/grainy.ts';
import { openModel } from '../inference/index.ts';
import {
  type Box,
  blankRaster,
  crop,
  decodeImage,
  type Raster,
  recompressJpeg,
  resizeRaster,
  scaleBox,
} from '../media/index.ts';
import { type Examinable, type ExaminableOptions, examinable } from './examinable.ts';

/** Where the detector sees the face of samples/photo. */
const face: Box = { x: 440, y: 260, width: 342, height: 343 };
let drawn: Raster;
let photo: Raster;
let mesh: NonNullable<ExaminableOptions['mesh']>;
beforeAll(async () => {
  await buildModels('.');
  mesh = await openModel('models', 'facemesh');
  drawn = (await decodeImage('samples/photo/input.jpg')).raster;
  photo = grainy(drawn);
});

const ruleOf = (verdict: Examinable) => (verdict.ok ? 'ok' : `${verdict.reason}: ${verdict.rule}`);
const scaled = (factor: number) =>
  resizeRaster(photo, Math.round(photo.width * factor), Math.round(photo.height * factor));

describe('a face', () => {
  it('with grain as a camera makes it may be scored', async () => {
    expect(ruleOf(await examinable(photo, face, { mesh }))).toBe('ok');
  });

  it('of fewer than 64 pixels may not', async () => {
    const factor = 60 / 343;
    expect(ruleOf(await examinable(await scaled(factor), scaleBox(face, factor)))).toBe(
      'not-examinable: small',
    );
  });

  it('that was enlarged from a few pixels may not', async () => {
    const small = await scaled(24 / 343);
    const enlarged = await resizeRaster(small, photo.width, photo.height);
    expect(ruleOf(await examinable(enlarged, face))).toBe('not-examinable: blurred');
  });

  it('that is drawn is outside of what the method was tested on', async () => {
    expect(ruleOf(await examinable(drawn, face))).toBe('outside-validity-domain: drawn');
  });

  it('is outside of it too when blocks of compression show', async () => {
    expect(ruleOf(await examinable(await recompressJpeg(photo, 8), face))).toBe(
      'outside-validity-domain: compressed',
    );
    expect(ruleOf(await examinable(await recompressJpeg(photo, 80), face))).toBe('ok');
  });

  it('that the edge of the picture cuts in half may not', async () => {
    const half = crop(photo, { x: 611, y: 0, width: photo.width - 611, height: photo.height });
    const left = { x: 0, y: face.y, width: face.x + face.width - 611, height: face.height };
    expect(ruleOf(await examinable(half, left))).toBe('not-examinable: cut');
  });

  it('in which no eyes, nose and mouth can be placed may not', async () => {
    const nothing = grainy(blankRaster(400, 400, [120, 110, 100]));
    const box = { x: 80, y: 80, width: 240, height: 240 };
    expect(ruleOf(await examinable(nothing, box, { mesh }))).toBe('not-examinable: unclear');
  });

  it.each([
    ['yaw', { yaw: 60, pitch: 0, roll: 0 }],
    ['pitch', { yaw: 0, pitch: -60, roll: 0 }],
    ['roll', { yaw: 0, pitch: 0, roll: 50 }],
  ])('that is turned far (%s) is outside of it', async (_, turn) => {
    const verdict = await examinable(photo, face, { landmarks: { points: turnedPoints(turn), presence: 1 } });
    expect(ruleOf(verdict)).toBe('outside-validity-domain: turned');
  });

  it('whose box lies wholly or partly outside the picture costs nothing and throws nothing', async () => {
    for (const box of [
      { x: -500, y: -500, width: 100, height: 100 },
      { x: 1e9, y: 0, width: 100, height: 100 },
      { x: -100, y: -100, width: 1e7, height: 1e7 },
    ])
      expect((await examinable(photo, box)).ok).toBeDefined();
  });

  it('given as a whole crop is not asked for a margin', async () => {
    const whole = crop(photo, { x: 410, y: 230, width: 400, height: 400 });
    const box = { x: 0, y: 0, width: 400, height: 400 };
    expect(ruleOf(await examinable(whole, box, { mesh, whole: true }))).toBe('ok');
  });
});

/** Only the points that a turn is read from, a hundred pixels apart. */
function turnedPoints(turn: { yaw: number; pitch: number; roll: number }) {
  const points = Array.from({ length: 468 }, () => ({ x: 0, y: 0, z: 0 }));
  const [yaw, pitch, roll] = [turn.yaw, turn.pitch, turn.roll].map((v) => (v * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  points[454] = { x: 100 * Math.cos(yaw), y: 0, z: 100 * Math.sin(yaw) };
  points[152] = { x: 0, y: 100 * Math.cos(pitch), z: 100 * Math.sin(pitch) };
  points[263] = { x: 100 * Math.cos(roll), y: 100 * Math.sin(roll), z: 0 };
  return points;
}
