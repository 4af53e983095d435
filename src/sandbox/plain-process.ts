import { join } from 'node:path';
import { bareEnvironment, type Launch, type MakeLaunch, mayFork } from './launch.ts';
import { nodeFlags, prlimitArguments } from './limit-program.ts';

/**
 * Where the system forbids user namespaces: a child process with limits and an empty environment, and no wall. It
 * could read what the worker can read and reach the network; every outcome says `process`.
 */
export const launchProcess: MakeLaunch = (plan, manifest, analyzerFolder, folder): Launch => {
  const workdir = join(folder, 'work');
  const steps = [
    ...(plan.setpriv === undefined ? [] : [plan.setpriv, '--pdeathsig', 'KILL', '--no-new-privs', '--']),
    ...(plan.prlimit === undefined
      ? []
      : [plan.prlimit, ...prlimitArguments(manifest.limits, mayFork(manifest)).filter(isSafeHere)]),
    process.execPath,
    ...nodeFlags(manifest.limits),
    join(plan.root, 'dist/src/sandbox/child.js'),
  ];
  const [command = process.execPath, ...rest] = steps;
  return {
    command,
    arguments: rest,
    environment: bareEnvironment(workdir),
    filter: undefined,
    inside: {
      artefacts: join(folder, 'in'),
      workdir,
      modelsFolder: plan.modelsFolder,
      addedFolder: plan.added.folder,
      analyzer: join(analyzerFolder, manifest.name),
    },
  };
};

/** Outside a user namespace the number of processes counts all of this user's, so limiting it would refuse good work. */
function isSafeHere(argument: string): boolean {
  return !argument.startsWith('--nproc=');
}
