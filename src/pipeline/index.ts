// Signatures first: the bodies replace these declarations file by file.

import type {
  CustodyEntry,
  ExhibitFields,
  Principal,
  Report,
  Sha256,
  Submission,
  SubmissionEvent,
  SubmissionFields,
} from '../contract/index.ts';
import type { LibraryDb, Queries } from '../library/index.ts';
import type { Jails } from '../sandbox/jails.ts';
import type { ByteStore } from '../storage/store.ts';
import type { Listen, LoadedAnalyzer, Log, Plan } from './plan.ts';

export * from './plan.ts';

/** NOTIFY channels. `assay_submission`: payload is a submission id; its stored events have grown: read them with `readEvents`. */
export const SUBMISSION_CHANNEL = 'assay_submission';
/** Payload is a unit id: runs of that unit wait to be handed out. */
export const DISPATCH_CHANNEL = 'assay_dispatch';
/**
 * Passing news that is not stored: payload is JSON `{submission, event}`, `event` a SubmissionEvent of type `progress` or
 * `run` with status `running`, with seq 0 (send it by SSE without an id).
 */
export const PROGRESS_CHANNEL = 'assay_progress';
/** Payload is a run id: a person asked for it to stop. */
export const CANCEL_CHANNEL = 'assay_cancel';

/** Bytes already durable in the store, as one submission's exhibit. `declaredSha256`, if any, was compared by whoever stored them. */
export interface StoredExhibit extends ExhibitFields {
  readonly sha256: Sha256;
  readonly bytes: number;
}

export interface Receiving {
  readonly principal: Principal;
  readonly fields: SubmissionFields;
  /** 1 to 100, in the order in which they were sent. */
  readonly exhibits: readonly StoredExhibit[];
  readonly sourceIpClass: CustodyEntry['sourceIpClass'];
  /** Done in the same transaction (uploads marked as submitted, idempotency row finished…). */
  readonly also?: (trx: Queries, submission: Submission) => Promise<void>;
}

/** One transaction: submission, exhibits, custody and the intent to run. Errors: `quota-exceeded`, `unprocessable`, `database-unavailable`. */
export declare function receive(db: LibraryDb, plan: Plan, receiving: Receiving): Promise<Submission>;

/** Who asks, and from where. */
export interface Asking {
  readonly principal: Principal;
  readonly sourceIpClass: CustodyEntry['sourceIpClass'];
}
/** Stops a submission of the principal's unit and reports what was learned. Undefined: no such submission here. Already ended: `conflict`. */
export declare function cancelSubmission(
  db: LibraryDb,
  plan: Plan,
  id: string,
  asking: Asking,
): Promise<Submission | undefined>;
/** Runs everything again as a new revision. Undefined: no such submission here. Not ended yet: `conflict`. */
export declare function reanalyse(
  db: LibraryDb,
  plan: Plan,
  id: string,
  asking: Asking,
): Promise<Submission | undefined>;

export interface LoadAnalyzersOptions {
  /** The package root: package versions are read from its node_modules. */
  readonly root: string;
  /** Folders that hold `<name>/manifest.js`. */
  readonly folders: readonly string[];
  /** Installed models, name → SHA-256 (models/manifest.json). */
  readonly models: Readonly<Record<string, Sha256>>;
}
/** Reads every manifest. Errors: `misconfigured`, saying what to fix. */
export declare function loadAnalyzers(options: LoadAnalyzersOptions): Promise<readonly LoadedAnalyzer[]>;

/** `redisUrl`: BullMQ on Redis. `databaseUrl`: BullMQ's tables in PostgreSQL, in a schema of their own. */
export type QueueOptions =
  | { readonly redisUrl: string; readonly prefix?: string; readonly log: Log }
  | { readonly databaseUrl: string; readonly schema?: string; readonly log: Log };
export interface Handout {
  readonly run: string;
  /** Counts how often this run was handed out: makes the job id new each time. */
  readonly handout: number;
  readonly priority: number;
}
export interface RunQueue extends AsyncDisposable {
  /** Errors: `queue-unavailable`. */
  hand(handouts: readonly Handout[]): Promise<void>;
  /** Which of these are still in the queue or being worked on. */
  holding(handouts: readonly Handout[]): Promise<readonly Handout[]>;
  /** Starts taking jobs. Disposing waits for those under way. */
  work(
    concurrency: number,
    handle: (handout: { run: string; handout: number }) => Promise<void>,
  ): AsyncDisposable;
  /** Errors: `queue-unavailable`. */
  check(): Promise<void>;
}
export declare function openQueue(options: QueueOptions): Promise<RunQueue>;

export interface DispatcherOptions {
  readonly db: LibraryDb;
  readonly plan: Plan;
  readonly queue: RunQueue;
  readonly listen: Listen;
  readonly log: Log;
  /** Most runs handed out and not ended, all units together (each unit has its own cap in the database). */
  readonly maxInFlight: number;
  /** Seconds between rounds when nothing wakes it. Default 2. */
  readonly everySeconds?: number;
  /** Seconds after which a run that was handed out and not claimed is looked for in the queue. Default 15. */
  readonly unclaimedSeconds?: number;
}
export interface Dispatcher extends AsyncDisposable {
  /** One round soon. */
  wake(): void;
}
/** May run in several processes: an advisory lock lets one act at a time. */
export declare function startDispatcher(options: DispatcherOptions): Promise<Dispatcher>;

export interface WorkerOptions {
  readonly db: LibraryDb;
  readonly plan: Plan;
  readonly queue: RunQueue;
  readonly store: ByteStore;
  readonly jails: Pick<Jails, 'run'>;
  readonly listen: Listen;
  readonly log: Log;
  /** Folder where artefacts are laid out for the jails, on the file system of the store where possible. */
  readonly scratch: string;
  /** Shown in custody lines as `worker:<name>`. */
  readonly name: string;
  readonly concurrency: number;
  /** A run whose worker is silent for so long is given to another. Default 30. */
  readonly leaseSeconds?: number;
}
export interface Worker extends AsyncDisposable {
  /** Runs under way. */
  readonly running: number;
}
/** Disposing stops taking runs and waits for those under way. */
export declare function startWorker(options: WorkerOptions): Promise<Worker>;

export interface ExamineOptions {
  readonly plan: Plan;
  readonly jails: Pick<Jails, 'run'>;
  readonly store: ByteStore;
  readonly scratch: string;
  readonly concurrency: number;
  readonly fields?: SubmissionFields;
  readonly onEvent?: (event: SubmissionEvent) => void;
  readonly signal?: AbortSignal;
}
/** Examines local files without a server, queue or database: same steps, same report. */
export declare function examineFiles(paths: readonly string[], options: ExamineOptions): Promise<Report>;
