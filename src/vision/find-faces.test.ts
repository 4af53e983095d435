import { beforeAll, describe, expect, it } from 'vitest';
import { buildModels } from '../../models/build.ts';
import { grainy } from '../../tests/support/grainy.ts';
import { recordingSink } from '../../tests/support/recording-sink.ts';
import { openModel } from '../inference/index.ts';
import {
  blankRaster,
  type DecodedImage,
  decodeImage,
  paste,
  type Raster,
  resizeRaster,
} from '../media/index.ts';
import { findFaces } from './find-faces.ts';

let drawing: DecodedImage;
beforeAll(async () => {
  await buildModels('.');
  drawing = await decodeImage('samples/photo/input.jpg');
});

async function find(raster: Raster) {
  const sink = recordingSink();
  const header = { ...drawing.header, width: raster.width, height: raster.height };
  const model = (name: string) => openModel('models', name);
  const found = await findFaces({ ...drawing, header, raster }, { sink, model }, 'a forged face');
  return { found, notExamined: sink.coverage.notExamined };
}

describe('faces of a picture', () => {
  it('are found where they are small in a large picture', async () => {
    const { raster } = drawing;
    const scale = 100 / 343;
    const small = await resizeRaster(
      raster,
      Math.round(raster.width * scale),
      Math.round(raster.height * scale),
    );
    const wide = grainy(blankRaster(2400, 1500, [90, 110, 100]));
    paste(wide, grainy(small), 1700, 1000);
    const { found } = await find(wide);
    const all = [...(found?.good ?? []), ...(found?.refused ?? [])];
    expect(all).toHaveLength(1);
    expect(all[0]?.box.x).toBeGreaterThan(1700);
    expect(all[0]?.box.width).toBeGreaterThan(70);
  });

  it('that are more than twenty are counted, and the largest are looked at', async () => {
    const { raster } = drawing;
    const face = await resizeRaster(raster, Math.round(raster.width * 0.4), Math.round(raster.height * 0.4));
    const crowd = blankRaster(face.width * 6, face.height * 5, [90, 110, 100]);
    for (let i = 0; i < 30; i++) paste(crowd, face, (i % 6) * face.width, Math.floor(i / 6) * face.height);
    const { found, notExamined } = await find(crowd);
    expect((found?.good.length ?? 0) + (found?.refused.length ?? 0)).toBe(20);
    expect(notExamined).toMatchObject([
      { reason: 'not-run', detail: 'The 20 largest faces were looked at.' },
    ]);
  });
});
