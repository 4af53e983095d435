import { existsSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { loadYara } from '../../apps/index.ts';
import type { Config } from '../config.ts';
import { readAddedModels } from '../models/added-models.ts';
import { inspectModels } from '../services/installed-models.ts';
import { loadPlan } from '../services/load-plan.ts';
import { modelsFolderOf } from '../services/models-folder.ts';
import { openStore } from '../services/open-store.ts';
import { bad, type Check, ok, warn } from './check.ts';

const ROOMY_BYTES = 5 * 1024 ** 3;

/** What came with the installation: models, language data, analyzers. */
export async function checkParts(config: Config): Promise<readonly Check[]> {
  const models = await inspectModels(modelsFolderOf(config));
  const eng = join(config.root, 'node_modules', '@tesseract.js-data', 'eng');
  return [
    ...models.map(({ entry, trouble }) =>
      trouble === undefined
        ? ok(`model ${entry.name}`, 'installed, hash as pinned')
        : bad(`model ${entry.name}`, trouble, 'Run script/bootstrap, or: node dist/models/build.js'),
    ),
    existsSync(eng)
      ? ok('language data', 'English')
      : bad('language data', 'English is missing', 'Run: npm ci'),
    checkYara(),
    ...(await checkAdded(config)),
    await attempt(
      'analyzers',
      async () => (await loadPlan(config)).analyzers.map((one) => one.manifest.name).join(', '),
      'Do what the message says, then run script/bootstrap.',
    ),
  ];
}

/** Models of the operator's own, if there are any. Their hashes: `assay models verify`. */
async function checkAdded(config: Config): Promise<readonly Check[]> {
  const fix = 'Mend or remove it: assay models list';
  try {
    const { all } = await readAddedModels(config.dataFolder);
    return all.map(({ manifest, enabled, trouble }) =>
      trouble === undefined
        ? ok(`added model ${manifest.name}`, enabled ? 'enabled' : 'switched off')
        : warn(`added model ${manifest.name}`, trouble, fix),
    );
  } catch (error) {
    return [bad('added models', messageOf(error), fix)];
  }
}

/** Whether YARA rules run here, and how many of one's own there are. That they compile: `assay rules check`. */
function checkYara(): Check {
  const yara = loadYara();
  return 'why' in yara
    ? warn('YARA rules', yara.why, 'Apps are examined without YARA rules, and their reports say so.')
    : ok('YARA rules', 'YARA-X loads');
}

/** Where things are kept. */
export async function checkKeeping(config: Config): Promise<readonly Check[]> {
  const store = await attempt(
    'store',
    async () => {
      await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
      await (await openStore(config)).check();
      return config.store === 'disk' ? join(config.dataFolder, 'store') : `S3 bucket ${config.s3Bucket}`;
    },
    'Make the data folder writable (ASSAY_DATA), or check the S3 settings.',
  );
  return [store, await checkSpace(config.dataFolder)];
}

async function checkSpace(folder: string): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const says = `${(free / 1024 ** 3).toFixed(1)} GiB free in ${folder}`;
    return free >= ROOMY_BYTES
      ? ok('disk space', says)
      : warn('disk space', says, 'Free some space, or move the data folder (ASSAY_DATA) to a larger disk.');
  } catch (error) {
    return bad('disk space', messageOf(error), 'Make the data folder reachable (ASSAY_DATA).');
  }
}

/** The outcome of `work` as a check: what it returns, or what it throws with `fix`. */
export async function attempt(name: string, work: () => Promise<string>, fix: string): Promise<Check> {
  try {
    return ok(name, await work());
  } catch (error) {
    return bad(name, messageOf(error), fix);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
