import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/main/config.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `bin/assay`, and what it has said so far. */
export interface Assay {
  readonly process: ChildProcess;
  readonly said: { stdout: string; stderr: string };
  readonly ended: Promise<Ended>;
}

/** Starts `bin/assay` with only these settings; a developer's own do not reach it. */
export function startAssay(args: readonly string[], env: Readonly<Record<string, string>> = {}): Assay {
  const child = spawn(process.execPath, [join(packageRoot(), 'bin', 'assay'), ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...said })));
  return { process: child, said, ended };
}

export function runAssay(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> {
  return startAssay(args, env).ended;
}

/** Waits until the process has said something that matches on standard output; fails when it ends before. */
export async function waitForWords(assay: Assay, words: RegExp, seconds = 60): Promise<RegExpExecArray> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const found = words.exec(assay.said.stdout);
    if (found) return found;
    if (assay.process.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`assay did not say ${words}:\n${assay.said.stdout}\n${assay.said.stderr}`);
}
