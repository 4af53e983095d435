import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Report } from '../../src/contract/index.ts';
import { openClosing } from '../../src/main/closing.ts';
import { packageRoot, readConfig } from '../../src/main/config.ts';
import { loadPlan } from '../../src/main/services/load-plan.ts';
import { openJailsFor } from '../../src/main/services/open-jails-for.ts';
import { type ExamineOptions, examineFiles } from '../../src/pipeline/index.ts';
import { openDiskStore } from '../../src/storage/index.ts';
import { forgiveRounding, normaliseReport, type Plain } from './normalise-report.ts';

/** GOLDEN_WRITE=1 npm run golden: records what is reported now. Read the difference before committing it. */
const write = process.env['GOLDEN_WRITE'] === '1';
const samples = join(packageRoot(), 'samples');
const cases = readdirSync(samples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const closing = openClosing((error) => {
  throw error;
});
let options: ExamineOptions;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-golden-'));
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  const config = readConfig({ ASSAY_DATA: folder });
  const plan = await loadPlan(config);
  const scratch = join(folder, 'scratch');
  options = {
    plan,
    jails: closing.use(await openJailsFor(config, plan, { spares: 0, scratch })),
    store: await openDiskStore({ folder: join(folder, 'store') }),
    scratch,
    concurrency: 2,
  };
});
afterAll(() => closing.close());

describe('samples', () => {
  it.each(cases)('%s is reported as recorded', async (name) => {
    const report = Report.parse(await examineFiles([inputOf(name)], options));
    const actual = normaliseReport(report);
    const golden = join(samples, name, 'report.json');
    if (write) await writeFile(golden, `${JSON.stringify(actual, null, 2)}\n`);
    const expected = JSON.parse(await readFile(golden, 'utf8')) as Plain;
    expect(forgiveRounding(actual, expected)).toEqual(expected);
  });

  it.each(cases)('%s says where it comes from', (name) => {
    expect(existsSync(join(samples, name, 'ORIGIN.md'))).toBe(true);
  });

  it('are examined to the same findings each time', async () => {
    const paths = cases.map(inputOf);
    const [first, second] = [await examineFiles(paths, options), await examineFiles(paths, options)];
    expect(findingsOf(second)).toBe(findingsOf(first));
  });
});

function inputOf(name: string): string {
  const file = readdirSync(join(samples, name)).find((entry) => entry.startsWith('input.'));
  if (file === undefined) throw new Error(`samples/${name} has no input file`);
  return join(samples, name, file);
}

/** Byte for byte: evidence hashes and unrounded scores included. */
function findingsOf(report: Report): string {
  return JSON.stringify(
    report.artefacts.map(({ artefact, runs }) => [
      artefact,
      runs.map((run) => [run.analyzer, run.status, run.result, run.coverage]),
    ]),
  );
}
