import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';

/** Starts processes that start processes, and threads, and says how it was stopped. */
export async function analyze(_artefact, { sink }) {
  const codes = new Set();
  for (let i = 0; i < 20; i++) {
    try {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
      child.on('error', (error) => codes.add(error.code));
    } catch (error) {
      codes.add(error.code);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  sink.fact('spawn', [...codes]);
  const bomb = 'const { Worker } = require("worker_threads"); for (;;) new Worker(process.argv[1] ?? __filename)';
  for (let i = 0; i < 200; i++) new Worker(bomb, { eval: true }).on('error', () => {});
  await new Promise(() => {});
}
