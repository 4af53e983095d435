import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Report, type Run } from '../../src/contract/index.ts';
import { packageRoot, readConfig } from '../../src/main/config.ts';
import { loadPlan } from '../../src/main/services/load-plan.ts';
import { openJailsFor } from '../../src/main/services/open-jails-for.ts';
import { examineFiles, type TreeLimits } from '../../src/pipeline/index.ts';
import { openDiskStore } from '../../src/storage/index.ts';
import { Opened } from './examination.ts';

/** All real analyzers in real jails, with a store of its own: what a hostile file meets from end to end. Needs dist/. */
export interface AttackBench extends AsyncDisposable {
  /** Where a test may write what it needs besides its inputs. No jail sees it. */
  readonly folder: string;
  /** Examines files of these names; their report keeps the contract. */
  examine(files: Readonly<Record<string, Buffer | string>>): Promise<Report>;
  /** The bytes of everything stored: exhibits, children and evidence. */
  stored(): Promise<Buffer[]>;
  /** Names of whatever the examination left behind beside the store. */
  leftBehind(): Promise<string[]>;
}

export async function openAttackBench(
  limits: Partial<TreeLimits> = {},
  settings: Readonly<Record<string, string>> = {},
): Promise<AttackBench> {
  const opened = new Opened();
  const folder = await mkdtemp(join(tmpdir(), 'assay-attacks-'));
  opened.use({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) });
  const config = readConfig({ ...settings, ASSAY_DATA: folder }, packageRoot());
  const loaded = await loadPlan(config);
  const plan = { ...loaded, limits: { ...loaded.limits, ...limits } };
  const scratch = join(folder, 'scratch');
  const jails = opened.use(await openJailsFor(config, plan, { spares: 0, scratch }));
  const store = await openDiskStore({ folder: join(folder, 'store') });
  let count = 0;
  return {
    folder,
    async examine(files) {
      const inputs = join(folder, `inputs-${count++}`);
      await mkdir(inputs);
      const paths: string[] = [];
      for (const [name, content] of Object.entries(files)) {
        paths.push(join(inputs, name));
        await writeFile(join(inputs, name), content);
      }
      const report = await examineFiles(paths, { plan, jails, store, scratch, concurrency: 2 });
      await rm(inputs, { recursive: true });
      return Report.parse(report);
    },
    async stored() {
      const entries = await readdir(join(folder, 'store'), { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))));
    },
    async leftBehind() {
      let left: string[] = [];
      // A jail's folder goes a moment after its run has ended.
      for (let tries = 0; tries < 100; tries++) {
        // The jails' own folder and filters stay until they are closed.
        left = (await readdir(scratch, { recursive: true })).filter(
          (name) => !/^jails-[^/]*(\/[^/]*\.bpf)?$/.test(name),
        );
        if (left.length === 0) break;
        await wait(30);
      }
      return left;
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

/** Every run of a report. */
export function runsOf(report: Report): readonly Run[] {
  return report.artefacts.flatMap(({ runs }) => runs);
}

/** Ids of all findings of a report. */
export function findingsOf(report: Report): readonly string[] {
  return runsOf(report).flatMap(({ result }) => result.findings.map(({ id }) => id));
}
