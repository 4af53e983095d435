import type { Limits } from '../contract/index.ts';

/**
 * What Node itself maps before an analyzer has done anything (stacks of its threads, its heaps), MiB: added to the
 * manifest's memory, which is the analyzer's own. Measured: see docs/decisions/0003-the-jail.md.
 */
export const RUNTIME_MIB = 160;
/** CPU seconds that starting and loading code and models may take, on top of the manifest's. */
const START_CPU_SECONDS = 3;

const MIB = 1024 * 1024;

/** Arguments of prlimit(1), up to and with `--`. `mayFork`: it starts programs, which count as processes and threads. */
export function prlimitArguments(limits: Limits, mayFork: boolean): string[] {
  const cpu = Math.ceil(limits.cpuSeconds) + START_CPU_SECONDS;
  return [
    `--data=${(limits.memoryMiB + RUNTIME_MIB) * MIB}`,
    // First SIGXCPU, by which we know the cause; a second later SIGKILL, which cannot be caught.
    `--cpu=${cpu}:${cpu + 1}`,
    `--fsize=${limits.workdirMiB * MIB}`,
    '--nofile=256',
    `--nproc=${mayFork ? 128 : 64}`,
    '--core=0',
    '--memlock=0',
    '--msgqueue=0',
    '--',
  ];
}

/** Flags for the Node that runs the child: a heap that ends inside the data limit, few threads. */
export function nodeFlags(limits: Limits): string[] {
  return [
    `--max-old-space-size=${limits.memoryMiB}`,
    '--v8-pool-size=2',
    '--no-warnings',
    '--disable-sigusr1',
  ].filter((flag) => flag !== '--disable-sigusr1' || process.allowedNodeEnvironmentFlags.has(flag));
}
