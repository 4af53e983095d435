import { existsSync } from 'node:fs';
import { realpath, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AssayError, type Manifest, type RunOutcome } from '../contract/index.ts';
import { type Detected, detectIsolation } from './detect-isolation.ts';
import { type Jail, startJail } from './jail.ts';
import type { JailRequest, Jails, JailsOptions } from './jails.ts';
import type { Plan } from './launch.ts';
import { refuseAtOnce, runInJail, withoutJail } from './run-in-jail.ts';
import { openScratch } from './scratch.ts';
import { seccompFilter } from './seccomp.ts';
import { keepSpares } from './spares.ts';

/**
 * Makes ready to run analyzers where they can be killed, and starts the first spares in the background.
 * Throws `misconfigured` when the asked-for isolation does not work here or Assay has not been built.
 */
export async function openJails(options: JailsOptions): Promise<Jails> {
  const scratch = await openScratch(options.scratch);
  const clear = (): Promise<void> => rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  const plan = await makePlan(options, await detectIsolation(), scratch).catch(async (error: unknown) => {
    await clear();
    throw error;
  });
  const spares = keepSpares(options.spares, options.manifests, async (manifest) =>
    startJail(plan, manifest, folderOf(plan, manifest), scratch),
  );
  let isOpen = true;
  for (const manifest of options.manifests) spares.refill(manifest);
  return {
    isolation: plan.isolation,
    async run(request) {
      const refusal = refuseAtOnce(request);
      if (refusal !== undefined) return withoutJail(request, refusal, plan);
      const jail = await spares.take(request.manifest);
      const outcome = await runReady(jail, request, plan).finally(() => spares.refill(request.manifest));
      if (!isOpen && outcome.failure === 'crashed')
        throw new AssayError(
          'not-ready',
          'The jails were closed before the run had ended. It can be run again.',
        );
      return outcome;
    },
    async [Symbol.asyncDispose]() {
      isOpen = false;
      await spares.close();
      await clear();
    },
  };
}

async function runReady(jail: Jail, request: JailRequest, plan: Plan): Promise<RunOutcome> {
  const { unloadable } = await jail.ready;
  if (unloadable === undefined) return runInJail(jail, request, plan);
  jail.discard();
  return withoutJail(request, unloadable, plan);
}

async function makePlan(options: JailsOptions, detected: Detected, scratch: string): Promise<Plan> {
  if (options.isolation === 'bubblewrap' && detected.isolation !== 'bubblewrap')
    throw new AssayError('misconfigured', `Analyzers cannot be jailed on this machine. ${detected.why}`);
  const root = await realpath(options.root);
  if (!existsSync(join(root, 'dist/src/sandbox/child.js')))
    throw new AssayError('misconfigured', 'Assay has not been built: dist/ is missing. Run "npm run build".');
  const folders = options.analyzerFolders ?? [join(root, 'dist/analyzers')];
  const { added, modelsFolder } = options;
  const models = [modelsFolder, ...(added === undefined ? [] : [added.folder])];
  refuseMounted(scratch, [...mountedParts.map((part) => join(root, part)), ...models, ...folders]);
  return {
    ...detected,
    isolation: options.isolation,
    root,
    modelsFolder: options.modelsFolder,
    added: options.added ?? { folder: join(root, 'models'), models: [] },
    analyzerFolders: await Promise.all(folders.map((folder) => realpath(folder))),
    filters: await writeFilters(scratch),
  };
}

async function writeFilters(scratch: string): Promise<Plan['filters']> {
  const forking = seccompFilter(process.arch, true);
  const plain = seccompFilter(process.arch, false);
  if (forking === undefined || plain === undefined) return undefined;
  const paths = { forking: join(scratch, 'forking.bpf'), plain: join(scratch, 'plain.bpf') };
  await Promise.all([writeFile(paths.forking, forking), writeFile(paths.plain, plain)]);
  return paths;
}

function folderOf(plan: Plan, { name }: Manifest): string {
  const folder = plan.analyzerFolders.find((candidate) => existsSync(join(candidate, name, 'index.js')));
  if (folder === undefined)
    throw new AssayError(
      'misconfigured',
      `There is no code for the analyzer ${name} in ${plan.analyzerFolders.join(' or ')}. Run "npm run build".`,
    );
  return folder;
}

/** Folders of the package that every jail sees. */
const mountedParts = ['dist', 'node_modules', 'data'] as const;

/** The folder for jails lies in the data folder, with all evidence: neither may be inside what a jail is shown. */
function refuseMounted(scratch: string, shown: readonly string[]): void {
  const around = shown.find((folder) => scratch.startsWith(`${resolve(folder)}/`));
  if (around !== undefined)
    throw new AssayError(
      'misconfigured',
      `Assay's data may not be kept in ${around}, which every jail can read. Choose another data folder.`,
    );
}
