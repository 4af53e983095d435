import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { AnalysisFailure } from '../contract/plain.ts';

export type Program = 'ffmpeg' | 'ffprobe';

export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: Buffer;
  /** The last few kilobytes of what it complained about. */
  readonly stderr: string;
}

export interface RunOptions {
  readonly maxStdoutBytes: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly cwd?: string;
}

const folders = ['/usr/bin', '/usr/local/bin'];
const STDERR_BYTES = 4096;

/** By absolute path: the environment of a jail is empty, and that of a server is not to be trusted with this. */
export function locateProgram(program: Program): string {
  const path = folders.map((folder) => `${folder}/${program}`).find((p) => existsSync(p));
  if (path === undefined)
    throw new AnalysisFailure('unsupported', `${program} is not installed: install Debian's package ffmpeg.`);
  return path;
}

/**
 * Runs a program to its end. Fails with `timed-out` after `seconds`, `over-limit` when it writes more than
 * `maxStdoutBytes`, `cancelled` when the signal fires; it is killed in each case. A non-zero exit is the caller's to judge.
 */
export function runProgram(
  program: Program,
  args: readonly string[],
  options: RunOptions,
): Promise<ProgramRun> {
  const { maxStdoutBytes, seconds, signal, cwd } = options;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(locateProgram(program), args, {
      env: {},
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let stderr = '';
    let failure: AnalysisFailure | undefined;
    const stop = (why: AnalysisFailure): void => {
      failure ??= why;
      child.kill('SIGKILL');
    };
    const late = setTimeout(
      () => stop(new AnalysisFailure('timed-out', `${program} took longer than ${seconds} seconds.`)),
      seconds * 1000,
    );
    const cancel = (): void => stop(new AnalysisFailure('cancelled', 'The run was stopped.'));
    signal.addEventListener('abort', cancel, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxStdoutBytes)
        stop(new AnalysisFailure('over-limit', `${program} wrote more than ${maxStdoutBytes} bytes.`));
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('latin1')).slice(-STDERR_BYTES);
    });
    const settle = (act: () => void): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', cancel);
      act();
    };
    child.on('error', (cause) =>
      settle(() => reject(new AnalysisFailure('crashed', `${program} did not start.`, { cause }))),
    );
    child.on('close', (code) =>
      settle(() => (failure ? reject(failure) : resolve({ code, stdout: Buffer.concat(chunks), stderr }))),
    );
  });
}
