import type { Exhibit, Run, RunOutcome, SubmissionEvent, SubmissionFields } from '../contract/index.ts';
import { type NewEvent, newId } from '../library/index.ts';
import { nextSteps, type Steps } from './next-steps.ts';
import type { LoadedAnalyzer, Plan } from './plan.ts';
import { keepLearned, mayTryAgain } from './retry.ts';
import { type Bench, runInJail } from './run-claimed.ts';
import type { Gap, Tree, TreeEdge, TreeNode } from './tree.ts';
import { exhibitNodes, runEvent, stateEvent } from './walk.ts';

export interface WalkInMemoryOptions extends Bench {
  readonly plan: Plan;
  /** Runs at once. */
  readonly concurrency: number;
  readonly fields?: SubmissionFields;
  readonly onEvent?: (event: SubmissionEvent) => void;
  /** Aborted: runs under way are stopped, and the report says so. */
  readonly signal?: AbortSignal;
}

export interface WalkedInMemory {
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly TreeEdge[];
  readonly gaps: readonly Gap[];
  readonly runs: readonly Run[];
}

/** The walk that the database drives for submissions, driven by promises. */
export async function walkInMemory(
  exhibits: readonly Exhibit[],
  options: WalkInMemoryOptions,
): Promise<WalkedInMemory> {
  const walk = new Walk(exhibits, options);
  await walk.toTheEnd();
  return walk.walked();
}

interface Planned {
  readonly id: string;
  readonly analyzer: LoadedAnalyzer;
  readonly node: TreeNode;
}

class Walk {
  readonly #options: WalkInMemoryOptions;
  readonly #exhibits: readonly string[];
  readonly #nodes: Map<string, TreeNode>;
  readonly #edges: TreeEdge[] = [];
  readonly #gaps: Gap[] = [];
  /** All that were planned; those without a run have not ended. */
  readonly #planned = new Map<Planned, Run | undefined>();
  readonly #waiting: Planned[] = [];
  readonly #running = new Set<Promise<void>>();
  #events = 0;

  constructor(exhibits: readonly Exhibit[], options: WalkInMemoryOptions) {
    this.#options = options;
    this.#exhibits = exhibits.map((exhibit) => exhibit.sha256);
    this.#nodes = new Map(exhibitNodes({ exhibits }).map((node) => [node.sha256, node]));
    for (const { sha256, claimedName } of exhibits) {
      this.#emit({ type: 'artefact', at: now(), sha256, depth: 0, claimedName });
    }
  }

  async toTheEnd(): Promise<void> {
    const { signal } = this.#options;
    this.#emit(stateEvent('examining'));
    while (!this.#step() && !signal?.aborted) {
      this.#start();
      await Promise.race(this.#running);
    }
    await Promise.all(this.#running);
    for (const planned of this.#waiting) this.#gaps.push(stopped(planned));
    this.#emit(stateEvent(signal?.aborted ? 'cancelled' : 'reported'));
  }

  walked(): WalkedInMemory {
    const runs = [...this.#planned.values()].filter((run) => run !== undefined);
    return { nodes: [...this.#nodes.values()], edges: this.#edges, gaps: this.#gaps, runs };
  }

  /** Takes all steps that can be taken now. True: nothing is left to examine. */
  #step(): boolean {
    for (;;) {
      const steps = nextSteps(this.#tree(), this.#options.plan.analyzers, this.#options.plan.limits);
      this.#apply(steps);
      if (steps.done) return true;
      if (steps.runs.length + steps.identified.length + steps.nodes.length === 0) return false;
    }
  }

  #tree(): Tree {
    const runs = [...this.#planned].map(([{ analyzer, node }, run]) => ({
      analyzer: analyzer.manifest.name,
      subject: node.sha256,
      ended: run !== undefined,
      mediaTypes: run?.result.mediaTypes ?? [],
      children: run?.result.children ?? [],
    }));
    return { exhibits: this.#exhibits, nodes: [...this.#nodes.values()], edges: this.#edges, runs };
  }

  #apply(steps: Steps): void {
    const names = new Map([...steps.edges].reverse().map((edge) => [edge.child, edge.claimedName]));
    for (const node of steps.nodes) {
      const { sha256, depth } = node;
      this.#nodes.set(sha256, node);
      this.#emit({ type: 'artefact', at: now(), sha256, depth, claimedName: names.get(sha256) ?? '' });
    }
    for (const { sha256, mediaTypes } of steps.identified) {
      const node = this.#nodes.get(sha256);
      if (node) this.#nodes.set(sha256, { ...node, mediaTypes });
    }
    this.#edges.push(...steps.edges);
    this.#gaps.push(...steps.gaps);
    for (const { analyzer, node } of steps.runs) {
      const planned = { id: newId(), analyzer, node };
      this.#planned.set(planned, undefined);
      this.#waiting.push(planned);
      this.#emit(runEvent(named(planned), 'queued'));
    }
  }

  #start(): void {
    while (this.#running.size < this.#options.concurrency) {
      const planned = this.#waiting.shift();
      if (!planned) return;
      const running = this.#run(planned).finally(() => this.#running.delete(running));
      // Its failure ends the walk through the race above; the others' then have nobody else to hear them.
      running.catch(() => undefined);
      this.#running.add(running);
    }
  }

  async #run(planned: Planned): Promise<void> {
    this.#emit(runEvent(named(planned), 'running'));
    const startedAt = now();
    let attempts = 0;
    let outcome: RunOutcome | null = null;
    let again = true;
    while (again) {
      attempts++;
      const latest = await this.#attempt(planned);
      again = mayTryAgain(latest, attempts) && !this.#options.signal?.aborted;
      outcome = keepLearned(outcome, latest);
    }
    if (!outcome) return;
    const { manifest, models } = planned.analyzer;
    this.#planned.set(planned, {
      ...outcome,
      id: planned.id,
      analyzer: manifest.name,
      version: manifest.version,
      models: { ...models },
      subject: planned.node.sha256,
      startedAt,
      finishedAt: now(),
      attempts,
      reused: false,
    });
    this.#emit(runEvent(named(planned), outcome.status));
  }

  #attempt({ id, analyzer, node }: Planned): Promise<RunOutcome> {
    const { fields, signal, plan } = this.#options;
    const password = analyzer.manifest.wantsPassword ? fields?.archivePassword : undefined;
    const config = plan.configOf?.('', analyzer.manifest.name) ?? null;
    return runInJail(this.#options, {
      analyzer,
      subject: node.sha256,
      spec: {
        bytes: node.bytes,
        mediaTypes: node.mediaTypes ?? [],
        config,
        ...(password === undefined ? {} : { password }),
      },
      signal: signal ?? new AbortController().signal,
      onProgress: (fraction, label) =>
        this.#emit({
          type: 'progress',
          at: now(),
          run: id,
          fraction,
          ...(label === undefined ? {} : { label }),
        }),
    });
  }

  #emit(event: NewEvent): void {
    this.#events++;
    this.#options.onEvent?.({ ...event, seq: this.#events });
  }
}

function now(): string {
  return new Date().toISOString();
}

function named({ id, analyzer, node }: Planned) {
  return { id, analyzer: analyzer.manifest.name, subject: node.sha256 };
}

function stopped({ analyzer, node }: Planned): Gap {
  return {
    subject: node.sha256,
    what: `Examination by ${analyzer.manifest.name}`,
    reason: 'not-run',
    detail: 'A person stopped the examination before this had begun.',
  };
}
