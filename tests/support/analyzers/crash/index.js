import { readFileSync } from 'node:fs';

const ways = {
  throw: () => {
    throw new TypeError('the parser met \u202esomething');
  },
  signal: () => process.kill(process.pid, 'SIGSEGV'),
  killed: () => process.kill(process.pid, 'SIGKILL'),
  exit: () => process.exit(0),
  abort: () => process.abort(),
  malformed: () => {
    throw Object.assign(new Error('no central directory'), { name: 'AnalysisFailure', failure: 'malformed' });
  },
  'no-end': () => new Promise(() => {}),
  late: () => Promise.reject(new Error('in a promise')),
};

/** Ends in the way its artefact says, with one thing learned where that begins with a plus. */
export async function analyze({ path }, { sink }) {
  const way = readFileSync(path, 'utf8');
  if (way.startsWith('+')) sink.fact('learned', 1);
  await ways[way.replace('+', '')]();
  await new Promise((resolve) => setTimeout(resolve, 5000));
}
