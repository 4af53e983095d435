import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { AssayError } from '../../contract/index.ts';

/**
 * A lock that the kernel keeps (flock(2)), so that no crash can leave it behind: it is held by a child whose standard
 * input is our pipe, and ends with us in whatever way we end.
 */
export interface FileLock {
  release(): Promise<void>;
  /** The same where waiting is not possible: it is released within milliseconds. */
  drop(): void;
}

/** Errors: `misconfigured` when `file` stays locked for `waitSeconds`, or there is no flock program. */
export async function lockFile(
  file: string,
  mode: 'exclusive' | 'shared',
  waitSeconds: number,
): Promise<FileLock> {
  const child = spawn(
    'flock',
    ['--no-fork', `--${mode}`, '--timeout', String(waitSeconds), file, 'sh', '-c', 'echo; exec cat'],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      // Its own group: Ctrl-C in a terminal must not take the lock away before we have finished.
      detached: true,
    },
  );
  child.stdin.on('error', () => undefined);
  const held = once(child.stdout, 'data').then(() => true);
  const ended = once(child, 'exit').then(() => false);
  const locked = await Promise.race([held, ended]).catch((cause: unknown) => {
    throw new AssayError('misconfigured', 'The program flock (package util-linux) is needed and missing.', {
      cause,
    });
  });
  held.catch(() => undefined);
  ended.catch(() => undefined);
  if (!locked)
    throw new AssayError('misconfigured', `${file} is locked by another process that does not finish.`);
  letGo(child);
  return {
    drop: () => void child.kill('SIGKILL'),
    release: async () => {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.ref();
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The helper must not keep our process alive. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout]) {
    if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
  }
}

/** True when nobody holds the lock at this moment; used where waiting is not possible. */
export function isUnlocked(file: string, waitSeconds: number): boolean {
  return spawnSync('flock', ['--exclusive', '--timeout', String(waitSeconds), file, 'true']).status === 0;
}
