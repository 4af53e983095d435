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

const reports = new Map<string, Promise<Report>>();
/** Examines a sample once, however many tests look at its report. */
function reportOf(name: string): Promise<Report> {
  const report = reports.get(name) ?? examineFiles([inputOf(name)], options);
  reports.set(name, report);
  return report;
}

describe('samples', () => {
  it.each(cases)('%s is reported as recorded', async (name) => {
    const actual = normaliseReport(Report.parse(await reportOf(name)));
    const golden = join(samples, name, 'report.json');
    if (write) await writeFile(golden, `${JSON.stringify(actual, null, 2)}\n`);
    const expected = JSON.parse(await readFile(golden, 'utf8')) as Plain;
    expect(forgiveRounding(actual, expected)).toEqual(expected);
  });

  it.each(cases)('%s says where it comes from', (name) => {
    expect(existsSync(join(samples, name, 'ORIGIN.md'))).toBe(true);
  });

  it('are examined to byte-identical results whenever the same bytes come again', async () => {
    const seen = new Map<string, string>();
    const again = await examineFiles([inputOf('photo')], options);
    let compared = 0;
    for (const report of [...(await Promise.all(cases.map(reportOf))), again]) {
      for (const { runs } of report.artefacts) {
        for (const run of runs) {
          const name = `${run.analyzer} on ${run.subject}`;
          // Evidence hashes and unrounded scores included.
          const said = JSON.stringify([run.status, run.failure, run.result, run.coverage]);
          if (seen.has(name)) compared += 1;
          expect(said, name).toBe(seen.get(name) ?? said);
          seen.set(name, said);
        }
      }
    }
    // The bundle holds two other samples, and the photo was examined twice.
    expect(compared).toBeGreaterThanOrEqual(6);
  });
});

function inputOf(name: string): string {
  const file = readdirSync(join(samples, name)).find((entry) => entry.startsWith('input.'));
  if (file === undefined) throw new Error(`samples/${name} has no input file`);
  return join(samples, name, file);
}
