import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Calibration, Model } from '../../src/contract/index.ts';
import { openModel, readModelManifest } from '../../src/inference/index.ts';
import { type Box, crop, type Raster, resizeRaster } from '../../src/media/index.ts';
import { cutFace, describeCrops, scoreFeatures } from '../../src/vision/index.ts';

/** A face to be scored. */
export interface FaceToScore {
  readonly raster: Raster;
  readonly box: Box;
  /** The raster is a tight crop already. */
  readonly whole: boolean;
}

export interface Detector {
  readonly name: string;
  readonly calibration: Calibration | undefined;
  /** Higher for made or changed faces. */
  score(face: FaceToScore, features: Float32Array): Promise<number>;
}

/** Ours: every head that reads the features of faces and is in the manifest. */
export async function openHeads(modelsFolder: string): Promise<Detector[]> {
  const { models } = await readModelManifest(modelsFolder);
  const heads = models.filter(({ inputs }) => inputs[0]?.name === 'features');
  return Promise.all(
    heads.map(async ({ name, calibration }) => {
      const head = await openModel(modelsFolder, name);
      const score = async (_: FaceToScore, features: Float32Array) =>
        (await scoreFeatures([features], head))[0] ?? Number.NaN;
      return { name, calibration, score };
    }),
  );
}

export async function featuresOf({ raster, box, whole }: FaceToScore, model: Model): Promise<Float32Array> {
  const [row] = await describeCrops([await cutFace(raster, box, { whole })], model);
  if (row === undefined) throw new Error('The model face-features gave nothing.');
  return row;
}

const MESO_SIDE = 256;

/** The crop that MesoNet's authors use is about that of the detector's box. */
async function mesoInput({ raster, box, whole }: FaceToScore): Promise<Tensor> {
  const x = Math.max(0, Math.round(box.x));
  const y = Math.max(0, Math.round(box.y));
  const width = Math.max(1, Math.min(raster.width - x, Math.round(box.width)));
  const height = Math.max(1, Math.min(raster.height - y, Math.round(box.height)));
  const face = whole ? raster : crop(raster, { x, y, width, height });
  const { data } = await resizeRaster(face, MESO_SIDE, MESO_SIDE);
  const area = MESO_SIDE * MESO_SIDE;
  const planes = Float32Array.from({ length: 3 * area }, (_, i) => {
    const channel = Math.floor(i / area);
    return (data[(i - channel * area) * 3 + channel] ?? 0) / 255;
  });
  return new Tensor('float32', planes, [1, 3, MESO_SIDE, MESO_SIDE]);
}

/** MesoNet (Afchar and others, 2018), four sets of weights; none where the folder is absent. */
export async function openPeers(folder: string): Promise<Detector[]> {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
  return Promise.all(
    files.sort().map(async (file) => {
      const session = await InferenceSession.create(join(folder, file), {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
      });
      const score = async (face: FaceToScore): Promise<number> => {
        const { real } = await session.run({ rgb: await mesoInput(face) });
        return 1 - Number(real?.data[0]);
      };
      return { name: file.replace('.onnx', ''), calibration: undefined, score };
    }),
  );
}
