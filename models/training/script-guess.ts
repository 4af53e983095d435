/**
 * Trains `data/languages/script-weights.ts`: which script a line is in, from the features that PP-OCR's reader gives for it. The
 * lines are drawn here, in the fonts named in `script-words.ts`, from words of ICU; every fifth one is kept for testing.
 *
 * Run: npx tsx models/training/script-guess.ts [lines of each writing]. Takes a quarter of an hour.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { openModel } from '../../src/inference/index.ts';
import type { Raster } from '../../src/media/index.ts';
import { readLine } from '../../src/ocr/paddle/read-line.ts';
import { seeded } from './random.ts';
import { families, type Writing, wordsIn, writings } from './script-words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const perWriting = Number(process.argv[2] ?? 400);

const random = seeded(20261122);
const among = random.of;
const { between } = random;

const latin = wordsIn('latin');

/** Some words, at times with a number or a Latin word among them, as chats have. */
function makeText(writing: Writing, words: readonly string[]): string {
  const parts = Array.from({ length: 1 + Math.floor(between(0, 4)) }, () => among(words));
  if (random.chance(0.3))
    parts.splice(Math.floor(between(0, parts.length)), 0, String(Math.floor(between(0, 1e5))));
  if (random.chance(0.2)) parts.push(among(latin));
  const text = parts.join(random.chance(0.7) ? ' ' : writing === 'latin' ? ', ' : '');
  const from = random.chance(0.3) ? Math.floor(between(0, text.length * 0.5)) : 0;
  return [...text]
    .slice(from, from + Math.floor(between(5, 45)))
    .join('')
    .trim();
}

const grey = (value: number) => ({ r: value, g: value, b: value });

/** The line as a picture, drawn large, then made worse. */
async function draw(writing: Writing, text: string): Promise<Raster> {
  const style = `${among(families[writing])} ${random.chance(0.2) ? 'Bold ' : ''}${Math.floor(between(24, 44))}`;
  const [ground, ink] = random.chance(0.5)
    ? [between(200, 255), between(0, 90)]
    : [between(0, 70), between(170, 255)];
  const words = sharp({ text: { text, font: style, dpi: 72, rgba: true } });
  const { data, info } = await words.tint(grey(ink)).png().toBuffer({ resolveWithObject: true });
  const shape = {
    width: info.width,
    height: info.height,
    channels: 4,
    background: { ...grey(ink), alpha: 1 },
  } as const;
  const coloured = await sharp({ create: shape })
    .composite([{ input: data, blend: 'dest-in' }])
    .png()
    .toBuffer();
  const room = Math.round(info.height * between(0.08, 0.3));
  const flat = await sharp(coloured)
    .flatten({ background: grey(ground) })
    .extend({ top: room, bottom: room, left: room, right: room, background: grey(ground) })
    .png()
    .toBuffer();
  const { width = 1, height = 1 } = await sharp(flat).metadata();
  const small = between(0.35, 1);
  let worse = sharp(flat).resize(
    Math.max(8, Math.round(width * small)),
    Math.max(8, Math.round(height * small)),
  );
  if (random.chance(0.4)) worse = worse.blur(between(0.4, 1.1));
  if (random.chance(0.5))
    worse = sharp(await worse.jpeg({ quality: Math.floor(between(35, 90)) }).toBuffer());
  const raw = await worse.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { width: raw.info.width, height: raw.info.height, data: raw.data };
}

interface Example {
  readonly features: Float32Array;
  readonly writing: number;
}

async function makeExamples(): Promise<Example[]> {
  const model = await openModel(`${root}models`, 'ppocr-read');
  const examples: Example[] = [];
  for (const [index, writing] of writings.entries()) {
    const words = wordsIn(writing);
    for (let i = 0; i < perWriting; i++) {
      const text = makeText(writing, words);
      if (text.length < 2) continue;
      const raster = await draw(writing, text);
      const { width, height } = raster;
      const slab = { centreX: width / 2, centreY: height / 2, width, height, angle: 0 };
      examples.push({ features: (await readLine(raster, slab, model)).features, writing: index });
    }
    console.log(`${writing}: ${words.length} words, ${examples.length} lines in all`);
  }
  return examples;
}

const head = [
  '/**',
  ' * By which src/ocr tells the writing of a line: one weight for each feature of `ppocr-read`, the bias last. Made by',
  ' * models/training/script-guess.ts; see README.md.',
  ' */',
  'export type Writing = keyof typeof scriptWeights;',
  'export const scriptWeights = {',
];

const STEPS = 400;
const RATE = 0.05;
const DECAY = 2e-4;

/** Multinomial logistic regression on standardised features, by Adam on all examples at once. Rows of weights, bias last. */
function train(examples: readonly Example[], size: number): number[][] {
  const columns = size + 1;
  const weights = new Float64Array(writings.length * columns);
  const [first, second] = [new Float64Array(weights.length), new Float64Array(weights.length)];
  for (let step = 1; step <= STEPS; step++) {
    const slope = new Float64Array(weights.length);
    for (const { features, writing } of examples) {
      const shares = sharesOf(features, weights, columns);
      shares.forEach((share, k) => {
        const miss = (share - (k === writing ? 1 : 0)) / examples.length;
        for (let i = 0; i < size; i++) slope[k * columns + i]! += miss * features[i]!;
        slope[k * columns + size]! += miss;
      });
    }
    for (let i = 0; i < weights.length; i++) {
      const g = slope[i]! + ((i + 1) % columns === 0 ? 0 : DECAY * weights[i]!);
      first[i] = 0.9 * first[i]! + 0.1 * g;
      second[i] = 0.999 * second[i]! + 0.001 * g * g;
      weights[i]! -=
        (RATE * (first[i]! / (1 - 0.9 ** step))) / (Math.sqrt(second[i]! / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  return writings.map((_, k) => Array.from(weights.subarray(k * columns, (k + 1) * columns)));
}

function sharesOf(features: ArrayLike<number>, weights: ArrayLike<number>, columns: number): number[] {
  const scores = writings.map((_, k) => {
    let sum = weights[k * columns + columns - 1] ?? 0;
    for (let i = 0; i < columns - 1; i++) sum += (weights[k * columns + i] ?? 0) * (features[i] ?? 0);
    return sum;
  });
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / total);
}

/** Mean and deviation of each feature. */
function spread(examples: readonly Example[], size: number): { mean: number[]; deviation: number[] } {
  const mean = Array.from(
    { length: size },
    (_, i) => examples.reduce((s, e) => s + e.features[i]!, 0) / examples.length,
  );
  const deviation = mean.map((m, i) =>
    Math.max(1e-3, Math.sqrt(examples.reduce((s, e) => s + (e.features[i]! - m) ** 2, 0) / examples.length)),
  );
  return { mean, deviation };
}

function sayTest(test: readonly Example[], weights: readonly number[][], columns: number): void {
  const table = writings.map(() => new Array<number>(writings.length).fill(0));
  for (const { features, writing } of test) {
    const shares = sharesOf(features, weights.flat(), columns);
    table[writing]![shares.indexOf(Math.max(...shares))]! += 1;
  }
  console.log(`       ${writings.map((name) => name.padStart(6)).join('')}`);
  for (const [i, row] of table.entries())
    console.log(`${writings[i]!.padStart(6)} ${row.map((n) => String(n).padStart(6)).join('')}`);
}

async function main(): Promise<void> {
  const examples = await makeExamples();
  const size = examples[0]?.features.length ?? 0;
  const { mean, deviation } = spread(examples, size);
  const level = examples.map(({ features, writing }) => ({
    features: features.map((value, i) => (value - mean[i]!) / deviation[i]!),
    writing,
  }));
  const weights = train(
    level.filter((_, i) => i % 5 !== 0),
    size,
  );
  sayTest(
    level.filter((_, i) => i % 5 === 0),
    weights,
    size + 1,
  );
  // For raw features: the standardising goes into weights and bias.
  const raw = weights.map((row) => {
    const scaled = row.slice(0, size).map((w, i) => w / deviation[i]!);
    return [...scaled, row[size]! - scaled.reduce((sum, w, i) => sum + w * mean[i]!, 0)];
  });
  const rows = raw.map(
    (row, i) => `  ${writings[i]}: [${row.map((w) => Number(w.toPrecision(4))).join(', ')}],`,
  );
  writeFileSync(`${root}data/languages/script-weights.ts`, [...head, ...rows, '} as const;', ''].join('\n'));
}

await main();
