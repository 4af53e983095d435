import type { SubmissionEvent, SubmissionState } from '../contract/index.ts';
import {
  type Growth,
  insertArtefacts,
  insertUnitArtefacts,
  type LockedSubmission,
  liftPriority,
  type NewEvent,
  type Queries,
  readStoredTree,
  type StoredTree,
  type TreeKey,
  type TreeRunRow,
} from '../library/index.ts';
import { type AttachedRun, attach, type GoOn } from './attach.ts';
import { nextSteps, type Steps } from './next-steps.ts';
import type { Plan } from './plan.ts';
import type { Gap, Tree, TreeEdge, TreeNode, TreeRun } from './tree.ts';

/** How far a walk got, and what it added. Of this only the new runs are stored yet. */
export interface Walked {
  readonly key: TreeKey;
  readonly done: boolean;
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly TreeEdge[];
  readonly gaps: readonly Gap[];
  /** Runs of the tree that have not ended. */
  readonly open: number;
  /** Runs that ended since somebody looked last. */
  readonly ended: readonly TreeRunRow[];
  readonly attached: readonly AttachedRun[];
  readonly events: readonly NewEvent[];
  /** What is to be stored of it. */
  readonly growth: Growth;
}

/** The tree of a submission of which nothing is stored yet. */
export const NO_TREE: StoredTree = { nodes: [], runs: [], edges: [], children: new Map() };

/** Takes the stored tree of a locked submission as far as the results at hand allow, adding the runs it needs. */
export async function walkTree(
  trx: Queries,
  plan: Plan,
  submission: LockedSubmission,
  stored: StoredTree,
  goOn?: GoOn,
): Promise<Walked> {
  const tree = new GrowingTree(submission, stored);
  let done = false;
  for (let moved = true; moved && !done; ) {
    const steps = nextSteps(tree.view(), plan.analyzers, plan.limits);
    tree.apply(steps);
    if (steps.nodes.length > 0) await insertArtefacts(trx, steps.nodes);
    if (steps.runs.length > 0) tree.attach(await attach(trx, plan, submission, steps.runs, goOn));
    done = steps.done;
    moved = steps.runs.length + steps.identified.length + steps.nodes.length > 0;
  }
  const ended = stored.runs.filter((run) => run.ended && !run.told);
  const growth = { ...tree.growth(), told: ended.map((run) => run.id) };
  const found = growth.nodes.filter((node) => node.depth > 0);
  if (found.length > 0) await insertUnitArtefacts(trx, submission.unitId, found);
  const waiting = tree.walked().attached.filter((run) => !run.ended);
  await liftPriority(
    trx,
    submission.priority,
    waiting.map((run) => run.id),
  );
  const events = [...ended.map(endEvent), ...tree.events()];
  return { ...tree.walked(), key: keyOf(submission), done, ended, events, growth };
}

/** The tree as it stands, moved no further. */
export async function readTree(trx: Queries, submission: LockedSubmission) {
  const key = keyOf(submission);
  const { nodes, edges, runs } = await readStoredTree(trx, key, true);
  return { key, nodes, edges, runs, openRuns: runs.filter((run) => !run.ended) };
}

export function keyOf({ id, revision }: LockedSubmission): TreeKey {
  return { submission: id, revision };
}

/** A tree while steps are added to it. */
class GrowingTree {
  readonly #exhibits: LockedSubmission['exhibits'];
  readonly #nodes: Map<string, TreeNode>;
  readonly #edges: TreeEdge[];
  readonly #runs: TreeRun[];
  readonly #stored: ReadonlySet<string>;
  readonly #named = new Set<string>();
  readonly #newEdges: TreeEdge[] = [];
  readonly #gaps: Gap[] = [];
  readonly #attached: AttachedRun[] = [];

  constructor(submission: LockedSubmission, { nodes, edges, runs, children }: StoredTree) {
    this.#exhibits = submission.exhibits;
    this.#stored = new Set(nodes.map((node) => node.sha256));
    this.#nodes = new Map(nodes.map((node) => [node.sha256, node]));
    if (nodes.length === 0) for (const node of exhibitNodes(submission)) this.#nodes.set(node.sha256, node);
    this.#edges = [...edges];
    this.#runs = runs.map((run) => ({ ...run, children: children.get(run.id) ?? [] }));
  }

  view(): Tree {
    const exhibits = this.#exhibits.map((exhibit) => exhibit.sha256);
    return { exhibits, nodes: [...this.#nodes.values()], edges: this.#edges, runs: this.#runs };
  }

  apply(steps: Steps): void {
    for (const node of steps.nodes) this.#nodes.set(node.sha256, node);
    for (const { sha256, mediaTypes } of steps.identified) {
      const node = this.#nodes.get(sha256);
      if (node) this.#nodes.set(sha256, { ...node, mediaTypes });
      this.#named.add(sha256);
    }
    this.#edges.push(...steps.edges);
    this.#newEdges.push(...steps.edges);
    this.#gaps.push(...steps.gaps);
  }

  attach(runs: readonly AttachedRun[]): void {
    this.#runs.push(...runs);
    this.#attached.push(...runs);
  }

  growth(): Omit<Growth, 'told'> {
    const named = [...this.#named].filter((sha256) => this.#stored.has(sha256));
    return {
      nodes: this.#newNodes(),
      named: named.map((sha256) => ({ sha256, mediaTypes: this.#nodes.get(sha256)?.mediaTypes ?? [] })),
      edges: this.#newEdges,
      runs: this.#attached.map(({ id, reused }) => ({ id, reused })),
    };
  }

  walked(): Pick<Walked, 'nodes' | 'edges' | 'gaps' | 'open' | 'attached'> {
    return {
      nodes: [...this.#nodes.values()],
      edges: this.#edges,
      gaps: this.#gaps,
      open: this.#runs.filter((run) => !run.ended).length,
      attached: this.#attached,
    };
  }

  events(): NewEvent[] {
    const at = new Date().toISOString();
    const names = new Map<string, string>(this.#newEdges.map((edge) => [edge.child, edge.claimedName]));
    for (const exhibit of this.#exhibits) names.set(exhibit.sha256, exhibit.claimedName);
    const artefacts = this.#newNodes().map(({ sha256, depth }): NewEvent => {
      return { type: 'artefact', at, sha256, depth, claimedName: names.get(sha256) ?? '' };
    });
    return [...artefacts, ...this.#attached.map((run) => runEvent(run, run.reused ? 'reused' : 'queued'))];
  }

  #newNodes(): TreeNode[] {
    return [...this.#nodes.values()].filter((node) => !this.#stored.has(node.sha256));
  }
}

/** The exhibits as the roots of a tree; equal bytes sent twice are one artefact. */
export function exhibitNodes({
  exhibits,
}: {
  readonly exhibits: readonly { readonly sha256: string; readonly bytes: number }[];
}): readonly TreeNode[] {
  const nodes = exhibits.map(({ sha256, bytes }) => {
    return { sha256, bytes, depth: 0, mediaTypes: null, relation: 'exhibit' as const };
  });
  return [...new Map(nodes.map((node) => [node.sha256, node])).values()];
}

type RunStatus = Extract<SubmissionEvent, { type: 'run' }>['status'];

export function runEvent(
  run: { readonly id: string; readonly analyzer: string; readonly subject: string },
  status: RunStatus,
): NewEvent {
  const { id, analyzer, subject } = run;
  return { type: 'run', at: new Date().toISOString(), run: id, analyzer, subject, status };
}

function endEvent(run: TreeRunRow): NewEvent {
  return runEvent(run, run.status ?? 'failed');
}

export function stateEvent(state: SubmissionState): NewEvent {
  return { type: 'state', at: new Date().toISOString(), state };
}
