import type { ChildArtefact, MediaType } from '../contract/index.ts';
import {
  type ClaimedRun,
  type CurrentRun,
  findCurrentRuns,
  insertRuns,
  type LockedSubmission,
  type NewRun,
  newId,
  type Queries,
  supersedeRuns,
} from '../library/index.ts';
import { cacheKey, mayReuse } from './cache-key.ts';
import type { Steps } from './next-steps.ts';
import type { Plan } from './plan.ts';
import type { TreeRun } from './tree.ts';

/** A planned run with the row that will answer for it. */
export interface AttachedRun extends TreeRun {
  readonly id: string;
  readonly reused: boolean;
  readonly finishedAt: Date | null;
  readonly version: string;
  readonly mediaTypes: readonly MediaType[];
  readonly children: readonly ChildArtefact[];
  /** There when the worker that asked for it holds the run already. */
  readonly claimed?: ClaimedRun | undefined;
}

/** A worker that would go straight on with a new run over the artefact it has just examined. */
export interface GoOn {
  readonly subject: string;
  readonly token: string;
  readonly worker: string;
  readonly leaseSeconds: number;
}

/** Finds for each planned run the result at hand, the equal run that is under way, or adds a new one. */
export async function attach(
  trx: Queries,
  plan: Plan,
  submission: LockedSubmission,
  planned: Steps['runs'],
  goOn?: GoOn,
): Promise<readonly AttachedRun[]> {
  const attached: AttachedRun[] = [];
  let wanted = planned.map((run) => describe(plan, submission, run));
  // New ones first, since most are. A second round only where what was found may not answer, or went away meanwhile.
  for (let round = 0; wanted.length > 0; round++) {
    if (round === 5) throw new Error('equal runs were added and removed faster than they could be found');
    const next = goOn && wanted.find((run) => run.subject === goOn.subject);
    const claim = next && round === 0 ? { run: next.id, ...goOn } : undefined;
    const added = await insertRuns(trx, submission.unitId, wanted, claim);
    for (const run of wanted.filter(({ id }) => added.has(id))) {
      const claimed = claim?.run === run.id ? asClaimed(run, submission, claim) : undefined;
      attached.push({ ...asAttached(run, undefined), claimed });
    }
    wanted = wanted.filter((run) => !added.has(run.id));
    if (wanted.length === 0) break;
    const current = await useCurrent(trx, submission, wanted);
    attached.push(
      ...wanted.flatMap((run) => {
        const found = current.get(run.cacheKey);
        return found ? [asAttached(run, found)] : [];
      }),
    );
    wanted = wanted.filter((run) => !current.has(run.cacheKey));
  }
  return attached;
}

/** The runs at hand that may answer; those that ended by load or luck are put aside. */
async function useCurrent(
  trx: Queries,
  submission: LockedSubmission,
  wanted: readonly NewRun[],
): Promise<ReadonlyMap<string, CurrentRun>> {
  const keys = wanted.map((run) => run.cacheKey);
  const current = await findCurrentRuns(trx, submission.unitId, keys);
  const stale = current.filter((run) => run.ended && !mayReuse(run));
  await supersedeRuns(
    trx,
    stale.map((run) => run.id),
  );
  return new Map(current.filter((run) => !stale.includes(run)).map((run) => [run.cacheKey, run]));
}

function describe(plan: Plan, submission: LockedSubmission, run: Steps['runs'][number]): NewRun {
  const { manifest, models } = run.analyzer;
  const config = plan.configOf?.(submission.unitId, manifest.name) ?? null;
  const password = manifest.wantsPassword ? (submission.archivePassword ?? undefined) : undefined;
  const mediaTypes = run.node.mediaTypes ?? [];
  return {
    id: newId(),
    cacheKey: cacheKey({
      unitId: submission.unitId,
      subject: run.node.sha256,
      mediaTypes,
      analyzer: run.analyzer,
      config,
      password,
    }),
    analyzer: manifest.name,
    version: manifest.version,
    models,
    subject: run.node.sha256,
    spec: { bytes: run.node.bytes, mediaTypes, config, ...(password === undefined ? {} : { password }) },
    priority: submission.priority,
  };
}

function asClaimed(run: NewRun, submission: LockedSubmission, claim: GoOn): ClaimedRun {
  const { id, analyzer, version, subject, spec } = run;
  const { token, worker } = claim;
  const held = { token, worker, attempts: 1, outcome: null };
  return {
    id,
    analyzer,
    version,
    subject,
    spec,
    unitId: submission.unitId,
    ...held,
    submissions: [submission.id],
  };
}

function asAttached(run: NewRun, found: CurrentRun | undefined): AttachedRun {
  return {
    id: found?.id ?? run.id,
    analyzer: run.analyzer,
    version: run.version,
    subject: run.subject,
    ended: found?.ended ?? false,
    reused: found?.ended ?? false,
    finishedAt: found?.finishedAt ?? null,
    mediaTypes: found?.mediaTypes ?? [],
    children: found?.children ?? [],
  };
}
