import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { decodeImage, type Raster } from '../../src/media/index.ts';
import { cutFace, FACE_SIDE } from '../../src/vision/cut-face.ts';
import { degrade } from './degrade.ts';
import { toHalf } from './half.ts';
import { seeded } from './random.ts';

/*
 * npx tsx models/training/extract-features.ts LIST OUT [SHARE/OF]
 * LIST: one JSON object a line, {file, box?: [x, y, width, height], seed}. Without a box the file is a face crop
 * already. A seed other than 0 degrades the crop.
 * OUT: float16 [lines, FEATURES]; a run goes on where it ended. A line that cannot be read becomes a row of NaN.
 */
interface Item {
  readonly file: string;
  readonly box?: readonly [number, number, number, number];
  readonly seed: number;
}
const [list = '', out = '', share = '0/1'] = process.argv.slice(2);
const [mine = 0, of = 1] = share.split('/').map(Number);
const WIDTH = 18_204;

const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
const session = await InferenceSession.create('models/built/face-features.onnx', options);

async function crop(item: Item): Promise<Raster> {
  const { raster } = await decodeImage(item.file);
  const [x, y, width, height] = item.box ?? [0, 0, raster.width, raster.height];
  const random = seeded(item.seed);
  const jitter = item.seed !== 0;
  const zoom = item.box === undefined ? random.between(0.82, 1) : random.between(0.85, 1.18);
  const face = await cutFace(
    raster,
    { x, y, width, height },
    {
      whole: item.box === undefined,
      zoom: jitter ? zoom : 1,
      shift: jitter ? [random.between(-0.04, 0.04), random.between(-0.04, 0.04)] : [0, 0],
      mirror: jitter && random.chance(0.5),
    },
  );
  return jitter ? degrade(face, random) : face;
}

async function features(item: Item): Promise<Uint16Array> {
  try {
    const { data } = await crop(item);
    const input = new Tensor('float32', new Float32Array(data), [1, FACE_SIDE, FACE_SIDE, 3]);
    const { features: found } = await session.run({ input_1: input });
    return toHalf(found?.data as Float32Array);
  } catch (cause) {
    process.stderr.write(`${item.file}: ${cause}\n`);
    return new Uint16Array(WIDTH).fill(0x7e00);
  }
}

const done = existsSync(out) ? Math.floor(statSync(out).size / (2 * WIDTH)) : 0;
const sink = createWriteStream(out, { flags: 'a' });
let line = -1;
let seen = 0;
const started = performance.now();
for await (const text of createInterface({ input: createReadStream(list) })) {
  line++;
  if (line % of !== mine || Math.floor(line / of) < done) continue;
  const row = await features(JSON.parse(text));
  if (!sink.write(new Uint8Array(row.buffer))) await new Promise<void>((go) => sink.once('drain', go));
  if (++seen % 1000 === 0)
    process.stdout.write(`${line + 1} ${((1000 * seen) / (performance.now() - started)).toFixed(1)}/s\n`);
}
sink.end();
