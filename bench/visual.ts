/**
 * How well the heads that ship tell forged and generated faces from recorded ones, beside MesoNet, on pictures that no
 * training saw: AUC with 95 % interval (DeLong), EER, Cllr, coverage, false positives at the shipped threshold (Wilson).
 * Each source is scored re-encoded alike (at most 1 024 pixels, JPEG 90) and as it is.
 *
 * Run: npx tsx bench/visual.ts [--only=dfdc_val,ffpp_c23] [--most=N] [--encoding=alike] [--folder=DIR]
 * [--unchecked]. `ASSAY_EVAL` names the
 * folder of the sets; `--folder` another one laid out alike, `<source>/<real|fake>`;
 * `--unchecked` scores too what the validity checks refuse. Every look at the sets counts: they
 * are written down in models/training/LOOKS.md.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openModel } from '../src/inference/index.ts';
import { openHeads, openPeers } from './visual/detectors.ts';
import { encodings } from './visual/open-pictures.ts';
import { printPooled, printSource } from './visual/print-rows.ts';
import { type BenchModels, type SourceScores, scoreSource } from './visual/score-source.ts';
import { sources } from './visual/sources.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const modelsFolder = join(root, 'models');
const given = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);

const shared = process.env['ASSAY_EVAL'] ?? resolve(root, '../shared/eval');
const folder = given('folder') ?? join(shared, 'visual');
const peersFolder = resolve(shared, '../peers/visual/mesonet');
const only = given('only')?.split(',');
const most = Number(given('most') ?? Number.POSITIVE_INFINITY);
const wanted = encodings.filter((one) => given('encoding') === undefined || given('encoding') === one);

async function openModels(): Promise<BenchModels> {
  const [blazeface, facemesh, features] = await Promise.all(
    ['blazeface', 'facemesh', 'face-features'].map((name) => openModel(modelsFolder, name)),
  );
  if (blazeface === undefined || facemesh === undefined || features === undefined)
    throw new Error('a model is missing');
  return { checked: !process.argv.includes('--unchecked'), blazeface, facemesh, features };
}

async function main(): Promise<void> {
  const there = sources.filter(
    ({ name }) => (only === undefined || only.includes(name)) && existsSync(join(folder, name)),
  );
  if (there.length === 0) {
    console.log(
      `No set of pictures under ${folder}: nothing was measured. ASSAY_EVAL names the folder of the sets.`,
    );
    return;
  }
  const heads = await openHeads(modelsFolder);
  const peers = await openPeers(peersFolder);
  if (peers.length === 0) console.log(`No MesoNet under ${peersFolder}: no peer beside ours.`);
  const detectors = [...heads, ...peers];
  const models = await openModels();
  for (const encoding of wanted) {
    const all: SourceScores[] = [];
    for (const source of there) {
      const scores = await scoreSource(folder, source, encoding, detectors, models, most);
      printSource(scores, detectors);
      all.push(scores);
    }
    console.log(`\nall sources, ${encoding}:`);
    printPooled(all, detectors);
  }
}

await main();
