import { openTrials, trialManifest } from './jail-trials.ts';

/* Started by jail-leaks.test.ts, to be killed: two spares and a run that never ends, held as the argument says. */

const isolation = process.argv[2] === 'process' ? 'process' : 'bubblewrap';
const loop = trialManifest('loop', { wallSeconds: 60, cpuSeconds: 60 });
const trials = await openTrials({ isolation, spares: 2, manifests: [loop] });
void trials.attempt(loop);
setTimeout(() => process.stdout.write(`${trials.folder}\n`), 700);
