import { AnalysisFailure, type FailureCode, type RunOutcome } from '../contract/index.ts';
import { type Learned, nothingLearned } from './collect.ts';
import { diagnose } from './end.ts';
import type { Jail } from './jail.ts';
import type { JailRequest } from './jails.ts';
import { mayFork, type Plan } from './launch.ts';
import { listen } from './listen.ts';
import { type Ending, outcomeOf } from './outcome.ts';
import { watchTree } from './watch-tree.ts';

/** A reason of ours to stop a run, found before anything is started. */
export function refuseAtOnce({ signal, input, manifest }: JailRequest): Ending | undefined {
  if (signal?.aborted) return { failure: 'cancelled', detail: 'It was stopped before it began.' };
  if (input.bytes > manifest.limits.inputBytes)
    return {
      failure: 'over-limit',
      detail: `The artefact has ${input.bytes} bytes; this analyzer reads at most ${manifest.limits.inputBytes}.`,
    };
  return undefined;
}

export function withoutJail(request: JailRequest, ending: Ending, plan: Plan): RunOutcome {
  return outcomeOf(nothingLearned(), ending, request.manifest, plan.isolation, 0);
}

/**
 * Hands the artefact to a jail that is ready, hears it out and kills it. Rejects only when `store` does, or when the
 * artefact cannot be placed.
 */
export async function runInJail(jail: Jail, request: JailRequest, plan: Plan): Promise<RunOutcome> {
  const learned = nothingLearned();
  const began = performance.now();
  const stop = watch(jail, request);
  try {
    await jail.handOver(request);
    const ending = await hear(jail, request, learned, stop);
    const durationMs = Math.round((performance.now() - began) * 100) / 100;
    return outcomeOf(learned, ending, request.manifest, plan.isolation, durationMs);
  } finally {
    stop.clear();
    jail.discard();
  }
}

interface Stop {
  readonly reason: () => Ending | undefined;
  readonly clear: () => void;
}

/** Kills the jail at the end of its time, or when a person says so, and remembers which. */
function watch(jail: Jail, { signal, manifest }: JailRequest): Stop {
  let reason: Ending | undefined;
  const end = (failure: FailureCode, detail: string): void => {
    reason ??= { failure, detail };
    jail.kill();
  };
  const { wallSeconds } = manifest.limits;
  const onAbort = (): void => end('cancelled', 'A person stopped it.');
  const timer = setTimeout(
    () => end('timed-out', `It was not finished after ${wallSeconds} seconds and was stopped.`),
    wallSeconds * 1000,
  );
  const stopWatching =
    jail.holder !== undefined && mayFork(manifest)
      ? watchTree(jail.holder, manifest.limits, (what) => end('over-limit', what))
      : undefined;
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return {
    reason: () => reason,
    clear() {
      clearTimeout(timer);
      stopWatching?.();
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

async function hear(
  jail: Jail,
  request: JailRequest,
  learned: Learned,
  stop: Stop,
): Promise<Ending | undefined> {
  try {
    await listen(jail.frames, { ...request, onProgress: calmed(request.onProgress) }, learned);
  } catch (error) {
    if (!(error instanceof AnalysisFailure)) throw error;
    return stop.reason() ?? { failure: error.failure, detail: error.message };
  }
  if (learned.own === 'end') return undefined;
  if (learned.own !== undefined) return learned.own;
  const end = await jail.ended;
  return stop.reason() ?? diagnose(end);
}

/** Progress at most ten times a second, however often the jail speaks of it. */
function calmed(tell: JailRequest['onProgress']): JailRequest['onProgress'] {
  let last = Number.NEGATIVE_INFINITY;
  return (fraction, label) => {
    const now = performance.now();
    if (now - last < 100) return;
    last = now;
    tell?.(fraction, label);
  };
}
