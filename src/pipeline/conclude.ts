import type { Transaction } from 'kysely';
import type { CustodyEvent, Run } from '../contract/index.ts';
import {
  type Besides,
  type Database,
  type Growth,
  type LockedSubmission,
  newId,
  readReportRuns,
  type Step,
  type Stored,
  storeStep,
} from '../library/index.ts';
import { assemble } from './assemble.ts';
import { sha256OfJson } from './cache-key.ts';
import { systemLine } from './custody-lines.ts';
import type { Plan } from './plan.ts';
import type { Gap } from './tree.ts';
import { stateEvent, type Walked } from './walk.ts';

type Ending = Pick<Walked, 'key' | 'nodes' | 'edges' | 'gaps' | 'events'> & {
  readonly cancelled: boolean;
  /** Not stored yet; it is stored along. */
  readonly growth?: Growth | undefined;
  /** All ended runs, where they were read with the tree. */
  readonly reportRuns?: readonly Run[] | undefined;
};

/** Assembles and stores the report and ends the submission, all in the caller's transaction. Returns the custody line that seals it, still to be written. */
export async function conclude(
  trx: Transaction<Database>,
  plan: Plan,
  submission: LockedSubmission,
  ending: Ending,
  besides: Besides = {},
): Promise<{ readonly sealed: CustodyEvent; readonly stored: Stored; readonly finishedAt: Date }> {
  const { revision, ...about } = submission;
  const producedAt = new Date();
  const reused = ending.growth?.runs.map((run) => run.id) ?? [];
  const state = ending.cancelled ? 'cancelled' : 'reported';
  const gaps: readonly Gap[] = [...submission.notExamined, ...ending.gaps];
  const report = assemble({
    ...about,
    id: newId(),
    submission: submission.id,
    unit: { id: submission.unitId, name: submission.unitName },
    revision,
    submittedAt: submission.createdAt,
    producedAt,
    producerVersion: plan.producerVersion,
    cancelled: ending.cancelled,
    nodes: ending.nodes,
    edges: ending.edges,
    runs: ending.reportRuns ?? (await readReportRuns(trx, ending.key, reused)),
    gaps,
    manifests: plan.analyzers.map((analyzer) => analyzer.manifest),
  });
  const step: Step = {
    growth: ending.growth,
    report,
    change: { state, notExamined: report.notExamined, finishedAt: producedAt },
    events: [...ending.events, stateEvent(state)],
  };
  const stored = await storeStep(trx, ending.key, step, besides);
  const sealed = systemLine(submission, {
    event: ending.cancelled ? 'cancelled' : 'analysed',
    sha256: null,
    purpose: `report ${report.id} assembled, revision ${revision}, status ${report.status}; its SHA-256 (RFC 8785) is recorded`,
    tool: `assay ${plan.producerVersion}`,
    after: sha256OfJson(report),
  });
  return { sealed, stored, finishedAt: producedAt };
}
