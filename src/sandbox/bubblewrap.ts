import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { chooseAdded, type Manifest } from '../contract/index.ts';
import { bareEnvironment, type Launch, type MakeLaunch, mayFork, type Plan } from './launch.ts';
import { nodeFlags, prlimitArguments } from './limit-program.ts';

const MIB = 1024 * 1024;
/** Descriptor through which bubblewrap reads the seccomp filter. */
const FILTER = 4;

const inside = {
  artefacts: '/in',
  workdir: '/work',
  modelsFolder: '/app/models',
  addedFolder: '/app/added',
} as const;

/** Namespaces of its own for everything, no privileges, no way to get any. */
export const walls = [
  '--unshare-all',
  '--unshare-user',
  '--disable-userns',
  '--new-session',
  '--die-with-parent',
  '--cap-drop',
  'ALL',
  '--hostname',
  'jail',
] as const;

/** Read-only, at the same place inside, where it exists. */
function bind(path: string): string[] {
  return existsSync(path) ? ['--ro-bind', realpathSync(path), path] : [];
}

/** /lib and its like: a link on merged-usr systems, else a folder. */
function bindOrLink(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : bind(path);
}

/** Libraries of Node and, through /etc/alternatives, of ffmpeg. */
export function systemLibraries(): string[] {
  return [
    ...['/usr/lib', '/usr/lib64'].flatMap(bind),
    ...['/lib', '/lib64'].flatMap(bindOrLink),
    ...['/etc/ld.so.cache', '/etc/alternatives'].flatMap(bind),
  ];
}

/** What every jail of these analyzers mounts, whatever its input. */
function code(plan: Plan, analyzerFolder: string): string[] {
  const { root } = plan;
  return [
    ...['--ro-bind', realpathSync(process.execPath), '/app/node'],
    ...['--ro-bind', join(root, 'package.json'), '/app/package.json'],
    ...['--ro-bind', join(root, 'dist'), '/app/dist'],
    ...['--ro-bind', join(root, 'node_modules'), '/app/node_modules'],
    ...['--ro-bind-try', join(root, 'data'), '/app/data'],
    ...(insideOf(plan, analyzerFolder) === EXTRA ? ['--ro-bind', analyzerFolder, EXTRA] : []),
  ];
}

/** Of the models that an operator added, the folders of those that this analyzer uses. */
function addedModels({ added }: Plan, manifest: Manifest): string[] {
  const chosen = chooseAdded(manifest.addedModels, added.models);
  const names = new Set(
    chosen.flatMap(({ manifest: one, encoder }) => [one.name, encoder?.name ?? one.name]),
  );
  return [...names].flatMap((name) => [
    '--ro-bind',
    join(added.folder, name),
    join(inside.addedFolder, name),
  ]);
}

const EXTRA = '/app/analyzers';

/** Where an analyzer's folder is in the jail: within dist, or mounted by itself. */
function insideOf({ root }: Plan, analyzerFolder: string): string {
  const dist = join(root, 'dist');
  return analyzerFolder.startsWith(`${dist}/`) ? `/app/dist${analyzerFolder.slice(dist.length)}` : EXTRA;
}

/** The jail as bubblewrap builds it: docs/decisions/0003-the-jail.md. */
export const launchBubblewrap: MakeLaunch = (plan, manifest, analyzerFolder, folder): Launch => {
  if (plan.bwrap === undefined) throw new Error('bubblewrap is not there');
  const forking = mayFork(manifest);
  const filter = forking ? plan.filters?.forking : plan.filters?.plain;
  return {
    command: plan.bwrap,
    arguments: [
      ...walls,
      ...(filter === undefined ? [] : ['--seccomp', String(FILTER)]),
      ...systemLibraries(),
      ...manifest.programs.flatMap((program) => bind(`/usr/bin/${program}`)),
      ...(plan.prlimit === undefined ? [] : bind(plan.prlimit)),
      ...code(plan, analyzerFolder),
      ...(manifest.models.length > 0 ? ['--ro-bind', plan.modelsFolder, inside.modelsFolder] : []),
      ...addedModels(plan, manifest),
      ...['--ro-bind', join(folder, 'in'), inside.artefacts],
      // Read-only: bubblewrap leaves /proc/sys open where the worker is root, and core_pattern belongs to the machine.
      ...(plan.mountsProc ? ['--proc', '/proc', '--remount-ro', '/proc'] : []),
      ...['--dev', '/dev', '--remount-ro', '/dev'],
      ...['--size', String(manifest.limits.workdirMiB * MIB), '--tmpfs', inside.workdir],
      ...['--remount-ro', '/', '--chdir', inside.workdir, '--'],
      ...(plan.prlimit === undefined ? [] : [plan.prlimit, ...prlimitArguments(manifest.limits, forking)]),
      ...['/app/node', ...nodeFlags(manifest.limits), '/app/dist/src/sandbox/child.js'],
    ],
    environment: bareEnvironment(inside.workdir),
    filter,
    inside: { ...inside, analyzer: `${insideOf(plan, analyzerFolder)}/${manifest.name}` },
  };
};
