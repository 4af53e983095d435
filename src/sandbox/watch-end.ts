import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { endOf, type JailEnd } from './end.ts';
import { keepLastWords } from './last-words.ts';

/** After its exit, how long something may still hold the pipe open. Only a plain process can leave such a thing. */
const LINGER_MS = 1000;

/** Resolves when the holder has exited and its pipes are closed: then nothing of the jail runs any more. */
export async function watchEnd(child: ChildProcess, answers: Readable, kill: () => void): Promise<JailEnd> {
  const words = keepLastWords(child);
  const streams = [child.stdin, child.stdout, child.stderr, answers];
  const closed = new Promise((resolve) => child.once('close', resolve));
  const exit = await new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => resolve({ code: null, signal: null, why: error.message }));
  });
  kill();
  child.stdin?.destroy();
  const linger = setTimeout(() => {
    for (const stream of streams) stream?.destroy();
  }, LINGER_MS);
  if (exit.why === undefined) await closed;
  clearTimeout(linger);
  const number = exit.signal === null ? undefined : constants.signals[exit.signal];
  return endOf(exit.code, number, exit.why ?? words());
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly why?: string;
}
