import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { calibrate } from '../../src/inference/index.ts';

/*
 * npx tsx models/training/calibrate-head.ts NAME SCORES.json "what the pictures are" DATE BOUND
 * Fits the head's calibration on scores that train_head.py wrote for the calibration part, and pins head and calibration
 * in models/manifest.json. BOUND: the greatest likelihood ratio that may be said; pictures of other sources than these
 * decide it (see the model cards), and never more than the number of faces.
 */
interface Scored {
  readonly set: string;
  readonly name: string;
  readonly generated: boolean;
  readonly score: number;
}

const [name = '', scoresPath = '', set = '', date = '', most = '10'] = process.argv.slice(2);
/** Aimed below the 5 % that is promised, for pictures of other kinds. */
const FALSE_POSITIVES = 0.02;
const hashOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

const rows: Scored[] = JSON.parse(readFileSync(scoresPath, 'utf8'));
const ordered = rows
  .map((row) => ({ ...row, order: hashOf(`${row.set}/${row.name}/${row.score}`) }))
  .sort((a, b) => (a.order < b.order ? -1 : 1));
const scoresOf = (generated: boolean) => ordered.filter((r) => r.generated === generated).map((r) => r.score);
// Each face is there as it is and degraded: the number of faces, not of scores, says what a ratio can rest on.
const faces = (generated: boolean) =>
  new Set(rows.filter((r) => r.generated === generated).map((r) => `${r.set}/${r.name}`)).size;
const bound = Math.min(Number(most), faces(false), faces(true));
const scores = { real: scoresOf(false), generated: scoresOf(true) };
const calibration = calibrate(scores, { set, date, bound, falsePositiveRate: FALSE_POSITIVES });

const bytes = readFileSync(`models/trained/${name}.onnx`);
const manifest: { models: { name: string }[] } = JSON.parse(readFileSync('models/manifest.json', 'utf8'));
const known = manifest.models.find((model) => model.name === name);
const entry = { ...known, name, sha256: hashOf(bytes), bytes: bytes.length, calibration };
if (known === undefined) manifest.models.push(entry);
else Object.assign(known, entry);
writeFileSync('models/manifest.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
process.stdout.write(`${JSON.stringify(calibration, undefined, 2)}\n`);
