import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Isolation } from '../contract/index.ts';
import { systemLibraries, walls } from './bubblewrap.ts';

const run = promisify(execFile);

/** What this machine can do for jails. */
export interface Detected {
  readonly isolation: Isolation;
  /** For people: what works, or what is missing and what to do about it. */
  readonly why: string;
  readonly bwrap: string | undefined;
  readonly prlimit: string | undefined;
  readonly setpriv: string | undefined;
  readonly mountsProc: boolean;
}

/** Finds out by building a small jail. Never rejects. */
export async function detectIsolation(): Promise<Detected> {
  const bwrap = find('bwrap');
  const prlimit = find('prlimit');
  const setpriv = find('setpriv');
  const none = { isolation: 'process', bwrap, prlimit, setpriv, mountsProc: false } as const;
  if (process.platform !== 'linux') return { ...none, why: 'Jails need Linux.' };
  if (bwrap === undefined)
    return { ...none, why: 'bubblewrap is not installed. Debian: apt-get install bubblewrap' };
  if (prlimit === undefined)
    return {
      ...none,
      why: 'prlimit is not installed, so memory cannot be limited. Debian: apt-get install util-linux',
    };
  const found = { ...none, isolation: 'bubblewrap' } as const;
  const full = await tryJail(bwrap, prlimit, ['--proc', '/proc', '--remount-ro', '/proc']);
  if (full === undefined)
    return { ...found, mountsProc: true, why: `bubblewrap builds jails here.${warnOfRoot()}` };
  if ((await tryJail(bwrap, prlimit, [])) === undefined)
    return {
      ...found,
      why: `bubblewrap builds jails here, without /proc: this container masks it.${warnOfRoot()}`,
    };
  return { ...none, why: advise(full) };
}

/** Undefined when it worked, else what bubblewrap said. */
async function tryJail(bwrap: string, prlimit: string, proc: string[]): Promise<string | undefined> {
  const mounts = [...systemLibraries(), '--ro-bind', prlimit, prlimit, ...proc, '--dev', '/dev'];
  const tmpfs = ['--size', '1048576', '--tmpfs', '/work', '--remount-ro', '/'];
  try {
    const command = [...walls, ...mounts, ...tmpfs, '--', prlimit, '--core=0', '--', prlimit, '--version'];
    await run(bwrap, command, { env: {}, timeout: 10_000 });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return (stderr || message).trim().slice(0, 300);
  }
}

/** The kernel exempts root from the limit on processes and threads; watch-tree.ts only looks now and then. */
function warnOfRoot(): string {
  const isRoot = process.getuid?.() === 0;
  return isRoot
    ? ' Assay runs as root: give it a user of its own, so that the limit on processes holds.'
    : '';
}

function advise(said: string): string {
  const unknown = /unknown option/i.test(said) ? ' Assay needs bubblewrap 0.8 or newer.' : '';
  return (
    `bubblewrap cannot build a jail here; it said: ${said}.${unknown} User namespaces must be allowed: ` +
    'sysctl kernel.unprivileged_userns_clone=1 (Debian), kernel.apparmor_restrict_unprivileged_userns=0 or an AppArmor ' +
    'profile for bwrap (Ubuntu), and in a container a seccomp profile that lets bwrap unshare and mount (see compose.yaml).'
  );
}

/** In PATH, then where Debian puts it: a service may run with a bare PATH. */
function find(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/local/bin'];
  return folders
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}
