import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../src/inference/index.ts';
import { decodeImage } from '../../src/media/index.ts';
import { detectFaces } from '../../src/vision/index.ts';

/*
 * npx tsx models/training/find-faces.ts FOLDER … >FACES.tsv
 * FOLDER/{real,fake}/…: pictures. One line for each of the two largest faces of at least 64 pixels:
 * source, real or fake, file, box, score and SHA-256 of the file.
 */
const LEAST = 64;
const SURE = 0.7;
const MOST = 2;
const model = await openModel('models', 'blazeface');

async function facesOf(file: string): Promise<string[]> {
  const { raster, scale } = await decodeImage(file, { maxSide: 1024 });
  const found = (await detectFaces(raster, model, SURE)).map(({ box, score }) => ({
    score,
    box: [box.x, box.y, box.width, box.height].map((v) => Math.round(v / scale)),
  }));
  return found
    .filter(({ box }) => Math.min(box[2] ?? 0, box[3] ?? 0) >= LEAST)
    .sort((a, b) => (b.box[2] ?? 0) - (a.box[2] ?? 0))
    .slice(0, MOST)
    .map(({ box, score }) => `${box.join(',')}\t${score.toFixed(3)}`);
}

for (const folder of process.argv.slice(2))
  for (const kind of ['real', 'fake']) {
    let names: string[] = [];
    try {
      names = readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' }).sort();
    } catch {
      continue;
    }
    for (const name of names) {
      const file = join(folder, kind, name);
      if (!/\.(jpe?g|png|webp)$/i.test(name)) continue;
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
      const faces = await facesOf(file).catch(() => []);
      for (const face of faces) process.stdout.write(`${folder}\t${kind}\t${file}\t${face}\t${sha256}\n`);
    }
  }
