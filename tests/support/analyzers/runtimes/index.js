import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Proves that everything analyzers are made of runs in a jail: sharp, onnxruntime, tesseract.js, ffmpeg. */
export async function analyze(_artefact, context) {
  const { sink } = context;
  const picture = await draw();
  sink.fact('sharp', picture.subarray(1, 4).toString('latin1'));
  sink.fact('onnxruntime', await infer(await context.model('blazeface')));
  sink.fact('tesseract', await read(picture));
  sink.fact('ffmpeg', encode(context.workdir));
}

/** Black bars on white. */
async function draw() {
  const { default: sharp } = await import('sharp');
  const pixels = Buffer.alloc(300 * 100 * 3, 255);
  for (let y = 20; y < 80; y++)
    for (let x = 20; x < 280; x++) if (x % 40 < 8) pixels.fill(0, (y * 300 + x) * 3, (y * 300 + x) * 3 + 3);
  return sharp(pixels, { raw: { width: 300, height: 100, channels: 3 } }).png().toBuffer();
}

async function infer(model) {
  const input = { type: 'float32', dims: [1, 256, 256, 3], data: new Float32Array(256 * 256 * 3) };
  const outputs = await model.run({ input });
  return Object.keys(outputs).sort();
}

async function read(picture) {
  const { createWorker } = await import('tesseract.js');
  const langPath = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');
  const worker = await createWorker('eng', 1, { langPath, cacheMethod: 'none' });
  const { data } = await worker.recognize(picture);
  await worker.terminate();
  return typeof data.text;
}

function encode(workdir) {
  const file = join(workdir, 'a.mp4');
  const source = ['-f', 'lavfi', '-i', 'testsrc=duration=1:size=64x64:rate=5'];
  execFileSync('/usr/bin/ffmpeg', ['-v', 'error', '-threads', '1', ...source, '-f', 'mp4', file]);
  const probe = ['-v', 'error', '-f', 'mov', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', file];
  return execFileSync('/usr/bin/ffprobe', probe).toString().trim();
}
