import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const bomb = 'const { spawn } = require("child_process"); setInterval(() => spawn(process.execPath, process.argv.slice(1), { detached: true }).on("error", () => {}), 20)';

/** Starts processes that start processes, then, unless its artefact says that processes are enough, threads. */
export async function analyze({ path }, { sink }) {
  const codes = new Set();
  for (let i = 0; i < 10; i++) {
    try {
      const child = spawn(process.execPath, ['-e', bomb], { detached: true });
      child.on('error', (error) => codes.add(error.code));
    } catch (error) {
      codes.add(error.code);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  sink.fact('spawn', [...codes]);
  const isEnough = readFileSync(path, 'utf8') === 'processes';
  for (let i = 0; i < 200 && !isEnough; i++) new Worker('for (;;);', { eval: true }).on('error', () => {});
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
