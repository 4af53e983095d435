import type { Transaction } from 'kysely';
import {
  AssayError,
  type CustodyEvent,
  DEFAULT_MARKING,
  type Exhibit,
  type ExhibitFields,
  type Marking,
  type Sha256,
  type Submission,
  type SubmissionFields,
  stricter,
} from '../contract/index.ts';
import {
  appendCustody,
  type Database,
  insertSubmission,
  keepWithinQuota,
  type LibraryDb,
  type LockedSubmission,
  newId,
} from '../library/index.ts';
import { advanceLocked, type Moved } from './advance.ts';
import type { Asking } from './asking.ts';
import { type Notice, wake } from './channels.ts';
import { personLine } from './custody-lines.ts';
import type { Plan } from './plan.ts';
import { NO_TREE } from './walk.ts';

const MAX_EXHIBITS = 100;

/** Bytes already durable in the store, as one submission's exhibit. `declaredSha256` was compared by whoever stored them. */
export interface StoredExhibit extends ExhibitFields {
  readonly sha256: Sha256;
  readonly bytes: number;
}

export interface Receiving extends Asking {
  readonly fields: SubmissionFields;
  /** 1 to 100, in the order in which they were sent. */
  readonly exhibits: readonly StoredExhibit[];
  /** Ids of uploads that these exhibits come from: their bytes are not counted twice by the quota. */
  readonly uploads?: readonly string[];
  /** Done in the same transaction: uploads marked as submitted, idempotency finished… */
  readonly also?: (trx: Transaction<Database>, submission: Submission) => Promise<void>;
}

/**
 * Takes a submission in, in one transaction: exhibits, custody and the intent to run. What earlier results answer is
 * answered at once, and a submission answered wholly by them is reported when this resolves.
 * Errors: `quota-exceeded`, `unprocessable`, `database-unavailable`.
 */
export async function receive(db: LibraryDb, plan: Plan, receiving: Receiving): Promise<Submission> {
  checkCount(receiving.exhibits.length);
  const { submission, notices } = await db.transact((trx) => store(trx, plan, receiving));
  wake(db, notices);
  return submission;
}

async function store(
  trx: Transaction<Database>,
  plan: Plan,
  receiving: Receiving,
): Promise<{ submission: Submission; notices: readonly Notice[] }> {
  const { principal, fields } = receiving;
  const id = newId();
  const marking = fields.marking ?? DEFAULT_MARKING;
  const exhibits = receiving.exhibits.map((exhibit) => asExhibit(exhibit, marking));
  const about = {
    id,
    unitId: principal.unit.id,
    priority: Math.min(fields.priority, principal.priorityCap),
    marking,
    markingIsDefault: fields.marking === undefined,
    caseReference: fields.caseReference ?? null,
    note: fields.note ?? null,
    source: fields.source ?? null,
    archivePassword: fields.archivePassword ?? null,
  };
  const artefacts = distinct(receiving.exhibits);
  const createdAt = await insertSubmission(trx, { ...about, keyId: principal.keyId }, exhibits, artefacts);
  const locked: LockedSubmission = {
    ...about,
    unitName: principal.unit.name,
    state: 'queued',
    revision: 1,
    notExamined: [],
    createdAt,
    exhibits,
  };
  const moved = await advanceLocked(trx, plan, locked, { tree: NO_TREE });
  if (!moved) throw new AssayError('internal', 'A new submission had ended already.');
  const submission = asSubmission(locked, moved);
  await receiving.also?.(trx, submission);
  // From here on the unit's other transactions wait for this one: so late, and in few steps.
  const uploads = receiving.uploads ?? [];
  // An open one is stored already, and so among those counted.
  const submissions = submission.state === 'reported' ? 1 : 0;
  const { known, chain } = await keepWithinQuota(trx, principal.unit.id, { artefacts, uploads, submissions });
  const lines = custodyOf(locked, receiving, known, plan.producerVersion);
  await appendCustody(trx, [...lines, ...moved.custody], chain);
  return { submission, notices: moved.notices };
}

/** What a reader would see after the commit. */
function asSubmission(locked: LockedSubmission, { progress, finishedAt }: Moved): Submission {
  const { id, revision, priority, marking, markingIsDefault, caseReference, note, source } = locked;
  return {
    ...{ id, unit: locked.unitId, revision, priority, marking, markingIsDefault, progress },
    state: finishedAt ? 'reported' : 'queued',
    exhibits: [...locked.exhibits],
    ...(caseReference === null ? {} : { caseReference }),
    ...(note === null ? {} : { note }),
    ...(source === null ? {} : { source }),
    createdAt: locked.createdAt.toISOString(),
    ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}),
  };
}

function checkCount(count: number): void {
  if (count >= 1 && count <= MAX_EXHIBITS) return;
  throw new AssayError(
    'unprocessable',
    `A submission holds 1 to ${MAX_EXHIBITS} files; this one holds ${count}. Send more files as further submissions.`,
  );
}

function asExhibit(exhibit: StoredExhibit, marking: Marking): Exhibit {
  return {
    id: newId(),
    sha256: exhibit.sha256,
    bytes: exhibit.bytes,
    claimedName: storable(exhibit.claimedName),
    marking: stricter(marking, exhibit.marking ?? marking),
  };
}

/** PostgreSQL's text holds neither NUL nor lone surrogates; they are shown as what they are. */
function storable(name: string): string {
  return Buffer.from(name.replaceAll('\0', '\u2400'), 'utf8').toString('utf8');
}

function distinct(exhibits: readonly StoredExhibit[]): readonly { sha256: Sha256; bytes: number }[] {
  return [...new Map(exhibits.map(({ sha256, bytes }) => [sha256, { sha256, bytes }])).values()];
}

/** Received and stored, per exhibit. That the unit had the same bytes before is noted; that another had is never known. */
function custodyOf(
  submission: LockedSubmission,
  receiving: Receiving,
  known: ReadonlySet<Sha256>,
  version: string,
): CustodyEvent[] {
  const tool = `assay ${version}`;
  const seen = new Set(known);
  return submission.exhibits.flatMap((exhibit, index) => {
    const declared = receiving.exhibits[index]?.declaredSha256;
    const isKnown = seen.has(exhibit.sha256);
    seen.add(exhibit.sha256);
    const received = isKnown ? 'duplicate-received' : 'received';
    const compared = declared === undefined ? 'no hash was declared' : 'the declared hash agrees';
    const line = (event: CustodyEvent['event'], purpose: string) => ({
      ...personLine(submission, receiving, { event, sha256: exhibit.sha256, purpose, tool }),
      exhibit: exhibit.id,
    });
    return [
      { ...line(received, `submitted for examination; ${compared}`), sha256Before: declared ?? null },
      line('stored', isKnown ? 'the unit had these bytes already' : 'stored under its hash'),
    ];
  });
}
