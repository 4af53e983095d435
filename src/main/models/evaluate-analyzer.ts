import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssayError, type Report } from '../../contract/index.ts';
import { examineFiles, type Plan } from '../../pipeline/index.ts';
import { openDiskStore } from '../../storage/index.ts';
import type { Config } from '../config.ts';
import { loadPlan } from '../services/load-plan.ts';
import { openJailsFor } from '../services/open-jails-for.ts';
import type { Labelled, LabelledFolder } from './labelled-folder.ts';
import { type MeasuredOn, type MeasuredScores, measureScores, type ScoredPicture } from './measure-scores.ts';

/** What one analyzer says in numbers of one picture: the highest value of each measure, by the measure's name. */
interface Measured {
  readonly values: Readonly<Record<string, number>>;
  /** Why there may be none. */
  readonly why: string;
}

export interface EvaluateAnalyzerOptions extends MeasuredOn {
  readonly analyzer: string;
  readonly onDone: (done: number) => void;
}

/** Measures every score that an analyzer gives, as reports have it: after all its checks, highest of several faces. */
export async function evaluateAnalyzer(
  config: Config,
  { pictures }: LabelledFolder,
  options: EvaluateAnalyzerOptions,
): Promise<readonly MeasuredScores[]> {
  const measured = await measureWithAnalyzer(config, options.analyzer, pictures, options.onDone);
  const names = [...new Set(measured.flatMap(({ values }) => Object.keys(values)))].sort();
  if (names.length === 0)
    throw new AssayError(
      'unprocessable',
      `${options.analyzer} gave no score for any of the pictures. ${measured[0]?.why ?? ''}`.trim(),
    );
  return names.map((name) => {
    const own = pictures.map((picture, i): ScoredPicture => {
      const score = measured[i]?.values[name];
      return { picture, score, why: score === undefined ? (measured[i]?.why ?? 'No answer.') : undefined };
    });
    return measureScores(name, own, options, undefined);
  });
}

const IDENTIFY = 'identify';

/**
 * Examines each picture as `assay analyze` does, with one analyzer, and keeps the scores of its findings. Throws
 * `not-found` where there is no such analyzer.
 */
async function measureWithAnalyzer(
  config: Config,
  analyzer: string,
  pictures: readonly Labelled[],
  onDone: (done: number) => void,
): Promise<readonly Measured[]> {
  const plan = only(await loadPlan(config), analyzer);
  const folder = await mkdtemp(join(tmpdir(), 'assay-measure-'));
  const scratch = join(folder, 'scratch');
  try {
    await using jails = await openJailsFor(config, plan, { spares: config.concurrency, scratch });
    const store = await openDiskStore({ folder: join(folder, 'store') });
    const options = { plan, jails, store, scratch, concurrency: 1 };
    const queue = [...pictures.entries()];
    const measured: Measured[] = [];
    let done = 0;
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, { path }] = next;
        measured[index] = read(await examineFiles([path], options), analyzer);
        onDone(++done);
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, config.concurrency) }, work));
    return measured;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function only(plan: Plan, name: string): Plan {
  const analyzers = plan.analyzers.filter(
    ({ manifest }) => manifest.name === name || manifest.name === IDENTIFY,
  );
  if (analyzers.some(({ manifest }) => manifest.name === name) && name !== IDENTIFY)
    return { ...plan, analyzers };
  const names = plan.analyzers.map(({ manifest }) => manifest.name).join(', ');
  throw new AssayError(
    'not-found',
    `There is no analyzer ${name} that could be measured. There are: ${names}.`,
  );
}

/** Parts that were found inside the picture are not the picture: only the exhibit's own run counts. */
function read(report: Report, analyzer: string): Measured {
  const exhibits = new Set(report.exhibits.map(({ sha256 }) => sha256));
  const values: Record<string, number> = {};
  let why = 'The analyzer did not look at it.';
  for (const { artefact, runs } of report.artefacts) {
    if (!exhibits.has(artefact.sha256)) continue;
    for (const run of runs) {
      if (run.analyzer !== analyzer) continue;
      why =
        run.coverage.notExamined.find(({ standing }) => standing !== true)?.detail ??
        'It said nothing in numbers.';
      for (const { measure } of run.result.findings)
        if (measure !== undefined && (measure.unit === 'score' || measure.unit === 'probability'))
          values[measure.name] = Math.max(values[measure.name] ?? Number.NEGATIVE_INFINITY, measure.value);
    }
  }
  return { values, why };
}
