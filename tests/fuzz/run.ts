import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtSeeds, seedsIn } from './corpus.ts';
import { hunt } from './hunt.ts';

/**
 * The long fuzz run over all readers: changed files of `samples/` and of the evaluation set.
 *
 * Usage: npx tsx tests/fuzz/run.ts [--minutes 60] [--seed 1] [--reader zip] [--finds FOLDER] [--eval FOLDER]
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    reader: { type: 'string' },
    finds: { type: 'string', default: '.fuzz-finds' },
    eval: { type: 'string', default: join(process.env['ASSAY_EVAL'] ?? '../shared/eval', 'apk') },
    bytes: { type: 'string', default: '300000' },
  },
});
const maxBytes = Number(values.bytes);
const seeds = [
  ...builtSeeds(),
  ...(await seedsIn('samples', maxBytes)),
  ...(await seedsIn('tests/fuzz/kept', maxBytes)),
  ...(await seedsIn(values.eval, maxBytes)),
];
await mkdir(values.finds, { recursive: true });
const seen = new Set<string>();
const start = Date.now();
const result = await hunt({
  seeds,
  runSeed: Number(values.seed),
  seconds: Number(values.minutes) * 60,
  ...(values.reader === undefined ? {} : { only: values.reader }),
  onFind(find) {
    const where = find.detail.split('\n').slice(0, 2).join(' ');
    if (seen.has(`${find.reader} ${where}`)) return;
    seen.add(`${find.reader} ${where}`);
    const name = `${find.reader}-${createHash('sha256').update(find.bytes).digest('hex').slice(0, 12)}.bin`;
    console.log(
      `${find.kind} ${find.reader} case ${find.number} from ${find.seed}\n  ${find.detail}\n  kept as ${name}`,
    );
    void writeFile(join(values.finds, name), find.bytes);
  },
});
const minutes = ((Date.now() - start) / 60_000).toFixed(1);
console.log(`${seeds.length} seeds, ${result.readers.length} readers: ${result.readers.join(', ')}`);
console.log(
  `${result.cases} cases in ${minutes} minutes, ${result.finds.length} finds (${seen.size} different)`,
);
process.exitCode = result.finds.length > 0 ? 1 : 0;
