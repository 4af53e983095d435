import type { CustodyEvent, Sha256 } from '../contract/index.ts';
import type { LockedSubmission, TreeRunRow } from '../library/index.ts';
import type { Asking } from './asking.ts';

/** Who acts when no person does. */
const SYSTEM = { actor: 'worker:assay', role: 'system', sourceIpClass: 'none' } as const;

interface Line {
  readonly event: CustodyEvent['event'];
  readonly sha256: Sha256 | null;
  readonly purpose: string;
  readonly tool: string;
  readonly after?: Sha256;
  readonly actor?: string;
}

/** A line about one artefact of a submission: names the exhibit where the artefact is one. */
export function systemLine(submission: LockedSubmission, line: Line): CustodyEvent {
  return {
    ...SYSTEM,
    ...(line.actor === undefined ? {} : { actor: line.actor }),
    ...about(submission, line),
  };
}

/** The same for something a person did. */
export function personLine(submission: LockedSubmission, asking: Asking, line: Line): CustodyEvent {
  return {
    actor: `key:${asking.principal.keyId}`,
    role: 'submitter',
    sourceIpClass: asking.sourceIpClass,
    ...about(submission, line),
  };
}

function about(submission: LockedSubmission, line: Line) {
  const exhibit = submission.exhibits.find(({ sha256 }) => sha256 === line.sha256);
  return {
    unit: submission.unitId,
    event: line.event,
    exhibit: exhibit?.id ?? null,
    submission: submission.id,
    sha256: line.sha256,
    purpose: line.purpose.slice(0, 500),
    authorityRef: submission.caseReference,
    tool: line.tool,
    sha256Before: line.sha256,
    sha256After: line.after ?? line.sha256,
  };
}

/** Says that a run over an artefact of the submission has ended, and how. */
export function analysedLine(submission: LockedSubmission, run: TreeRunRow): CustodyEvent {
  const how = run.failure === null ? 'completed' : `${run.status}: ${run.failure}`;
  return systemLine(submission, {
    event: 'analysed',
    sha256: run.subject,
    purpose: `run ${run.id}, attempt ${run.attempts}: ${how}`,
    tool: `${run.analyzer} ${run.version}`,
    ...(run.worker === null ? {} : { actor: `worker:${run.worker}`.slice(0, 200) }),
  });
}

/** Tells of an attempt at a run that no submission's own lines tell of. */
export function attemptLine(
  run: {
    readonly id: string;
    readonly unitId: string;
    readonly subject: Sha256;
    readonly analyzer: string;
    readonly version: string;
    readonly attempts: number;
    readonly worker: string | null;
  },
  submission: string | undefined,
  how: string,
): CustodyEvent {
  return {
    ...SYSTEM,
    ...(run.worker === null ? {} : { actor: `worker:${run.worker}`.slice(0, 200) }),
    unit: run.unitId,
    event: 'analysed',
    exhibit: null,
    submission: submission ?? null,
    sha256: run.subject,
    purpose: `run ${run.id}, attempt ${run.attempts}: ${how}`.slice(0, 500),
    authorityRef: null,
    tool: `${run.analyzer} ${run.version}`,
    sha256Before: run.subject,
    sha256After: run.subject,
  };
}
