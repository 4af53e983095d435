import type { ClaimedRun, LibraryDb } from '../library/index.ts';
import type { Listen, Log, Plan } from './plan.ts';
import type { RunQueue } from './queue.ts';
import type { Bench } from './run-claimed.ts';

/** Where a worker is with a run; `recorded` comes after the commit. */
export type WorkerStage = 'claimed' | 'in-jail' | 'examined' | 'recorded';

export interface WorkerOptions extends Bench {
  readonly db: LibraryDb;
  readonly plan: Plan;
  readonly queue: RunQueue;
  readonly listen: Listen;
  readonly log: Log;
  /** Shown in custody lines as `worker:<name>`. */
  readonly name: string;
  readonly concurrency: number;
  /** A run whose worker is silent for so long is given to another. Default 30. */
  readonly leaseSeconds?: number;
  /** When disposed: how long runs under way may still take before they are given back. Default 20. */
  readonly graceSeconds?: number;
  /** Told as a run passes each stage, before the next one begins. */
  readonly onStage?: (stage: WorkerStage, run: string) => void | Promise<void>;
}

export const LEASE_SECONDS = 30;

/** A run while this worker holds it. */
export interface HeldHere {
  readonly run: ClaimedRun;
  readonly abort: AbortController;
  /** Stopped because this worker stops, not because a person asked. */
  givingBack: boolean;
  /** False once this worker stops. */
  readonly mayGoOn: () => boolean;
  /** The run that this worker got with recording this one. */
  next?: ClaimedRun;
}
