import type { ChildArtefact, MediaType, NonAnswer, Relation, Sha256 } from '../contract/index.ts';

/** One artefact of a submission's tree. */
export interface TreeNode {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** Length of the shortest way from an exhibit. */
  readonly depth: number;
  /** Null until `identify` has ended. */
  readonly mediaTypes: readonly MediaType[] | null;
  /** How it was first met. */
  readonly relation: 'exhibit' | Relation;
}

/** One analyzer on one artefact of the tree, as far as the walk must know. */
export interface TreeRun {
  readonly analyzer: string;
  readonly subject: Sha256;
  readonly ended: boolean;
  /** What `identify` found, once it has ended. */
  readonly mediaTypes?: readonly MediaType[];
  /** What it handed on, once all runs have ended. */
  readonly children?: readonly ChildArtefact[];
}

export interface TreeEdge {
  readonly parent: Sha256;
  readonly child: Sha256;
  readonly relation: Relation;
  readonly claimedName: string;
}

/** What nobody looks at, in the shape of `Report.notExamined`. */
export interface Gap {
  readonly subject?: Sha256 | undefined;
  readonly what: string;
  readonly reason: NonAnswer;
  readonly detail: string;
}

/** One revision of a submission's tree. */
export interface Tree {
  /** Hashes of the exhibits in the order in which they were sent. */
  readonly exhibits: readonly Sha256[];
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly TreeEdge[];
  readonly runs: readonly TreeRun[];
}

/**
 * The order of a report: by depth, then as a reader would meet them (parents in order, analyzers by name, children as
 * the analyzer named them). It depends on results alone, never on which run ended first.
 */
export function orderNodes(tree: Tree): readonly TreeNode[] {
  const nodes = new Map(tree.nodes.map((node) => [node.sha256, node]));
  const runs = groupRuns(tree.runs);
  const ordered = new Set<TreeNode>();
  for (const sha256 of tree.exhibits) addTo(ordered, nodes.get(sha256));
  // A set is walked while it grows: this is a breadth-first walk.
  for (const node of ordered) {
    for (const run of runs.get(node.sha256) ?? []) {
      for (const child of run.children ?? []) {
        const met = nodes.get(child.sha256);
        if (met?.depth === node.depth + 1) ordered.add(met);
      }
    }
  }
  return [...ordered];
}

function addTo(set: Set<TreeNode>, node: TreeNode | undefined): void {
  if (node) set.add(node);
}

/** Runs by subject, each list by analyzer name. */
export function groupRuns<R extends { readonly analyzer: string; readonly subject: Sha256 }>(
  runs: readonly R[],
): ReadonlyMap<Sha256, readonly R[]> {
  const groups = new Map<Sha256, R[]>();
  for (const run of runs) {
    const group = groups.get(run.subject);
    if (group) group.push(run);
    else groups.set(run.subject, [run]);
  }
  for (const group of groups.values()) group.sort((a, b) => compareText(a.analyzer, b.analyzer));
  return groups;
}

/** By code unit: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
