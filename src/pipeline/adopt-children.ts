import type { ChildArtefact, Sha256 } from '../contract/index.ts';
import type { TreeLimits } from './plan.ts';
import { type Gap, groupRuns, orderNodes, type Tree, type TreeEdge, type TreeNode } from './tree.ts';

export interface Adoption {
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly TreeEdge[];
  readonly gaps: readonly Gap[];
}

/** The limits in words, as the report gives them. */
function words(limits: TreeLimits) {
  return {
    depth: `Assay follows artefacts inside artefacts to depth ${limits.maxDepth}.`,
    count: `Assay examines at most ${limits.maxChildren} artefacts found inside the exhibits of one submission.`,
    bytes: `Assay examines at most ${limits.maxTreeBytes} bytes of artefacts in one submission.`,
    cycle: 'This artefact contains itself; it was followed once.',
  };
}
/** An artefact may be met many times; beyond this the tree says no more about where else it lies. */
const EDGES_PER_CHILD = 10;

type Limit = keyof ReturnType<typeof words>;

/** Makes the children of the deepest level nodes of the next level, in report order, until a limit is reached. */
export function adoptChildren(tree: Tree, limits: TreeLimits): Adoption {
  const deepest = Math.max(0, ...tree.nodes.map((node) => node.depth));
  const parents = orderNodes(tree).filter((node) => node.depth === deepest);
  const runs = groupRuns(tree.runs);
  const level = new Level(tree, limits);
  for (const parent of parents) {
    for (const run of runs.get(parent.sha256) ?? []) {
      for (const child of run.children ?? []) level.meet(parent, child);
    }
  }
  return level.adoption();
}

/** The next level while it is being filled. */
class Level {
  readonly #limits: TreeLimits;
  readonly #known: Set<Sha256>;
  readonly #parents = new Map<Sha256, Set<Sha256>>();
  readonly #edges = new Map<string, TreeEdge>();
  readonly #nodes: TreeNode[] = [];
  readonly #refused = new Map<string, { parent: Sha256; limit: Limit; children: ChildArtefact[] }>();
  #children: number;
  #bytes: number;

  constructor(tree: Tree, limits: TreeLimits) {
    this.#limits = limits;
    this.#known = new Set(tree.nodes.map((node) => node.sha256));
    this.#children = tree.nodes.filter((node) => node.depth > 0).length;
    this.#bytes = tree.nodes.reduce((sum, node) => sum + node.bytes, 0);
    for (const edge of tree.edges) this.#link(edge.parent, edge.child);
  }

  meet(parent: TreeNode, child: ChildArtefact): void {
    const limit = this.#known.has(child.sha256) ? this.#cycle(parent, child) : this.#reached(parent, child);
    if (limit) this.#refuse(parent, child, limit);
    else this.#adopt(parent, child);
  }

  #adopt(parent: TreeNode, child: ChildArtefact): void {
    const { sha256, relation, claimedName } = child;
    if (!this.#known.has(sha256)) this.#add(parent, child);
    this.#link(parent.sha256, sha256);
    const key = `${parent.sha256} ${sha256} ${claimedName}`;
    if (!this.#edges.has(key)) {
      this.#edges.set(key, { parent: parent.sha256, child: sha256, relation, claimedName });
    }
  }

  adoption(): Adoption {
    const gaps = [...this.#refused.values()].map((refusal) => gapOf(refusal, this.#limits));
    return { nodes: this.#nodes, edges: [...this.#edges.values()], gaps };
  }

  #add(parent: TreeNode, child: ChildArtefact): void {
    const { sha256, bytes, relation } = child;
    this.#known.add(sha256);
    this.#children++;
    this.#bytes += bytes;
    this.#nodes.push({ sha256, bytes, depth: parent.depth + 1, mediaTypes: null, relation });
  }

  #reached(parent: TreeNode, child: ChildArtefact): Limit | undefined {
    if (parent.depth + 1 > this.#limits.maxDepth) return 'depth';
    if (this.#children + 1 > this.#limits.maxChildren) return 'count';
    if (this.#bytes + child.bytes > this.#limits.maxTreeBytes) return 'bytes';
    return undefined;
  }

  /** Keeps the edges free of cycles, so that whoever draws the tree comes to an end. */
  #cycle(parent: TreeNode, child: ChildArtefact): Limit | undefined {
    if (this.#edges.size >= EDGES_PER_CHILD * this.#limits.maxChildren) return 'count';
    const above = new Set([parent.sha256]);
    for (const sha256 of above) for (const next of this.#parents.get(sha256) ?? []) above.add(next);
    return above.has(child.sha256) ? 'cycle' : undefined;
  }

  #refuse(parent: TreeNode, child: ChildArtefact, limit: Limit): void {
    const key = `${parent.sha256} ${limit}`;
    const refusal = this.#refused.get(key) ?? { parent: parent.sha256, limit, children: [] };
    refusal.children.push(child);
    this.#refused.set(key, refusal);
  }

  #link(parent: Sha256, child: Sha256): void {
    const parents = this.#parents.get(child) ?? new Set();
    this.#parents.set(child, parents.add(parent));
  }
}

/** One entry per parent and limit: a run lists every child it handed on with its hash anyway. */
function gapOf(
  refusal: { parent: Sha256; limit: Limit; children: readonly ChildArtefact[] },
  limits: TreeLimits,
): Gap {
  const names = refusal.children.slice(0, 5).map((child) => JSON.stringify(child.claimedName.slice(0, 80)));
  const more = refusal.children.length - names.length;
  const list = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
  return {
    subject: refusal.parent,
    what: `${refusal.children.length} found inside this artefact: ${list}`,
    reason: 'not-run',
    detail: words(limits)[refusal.limit],
  };
}
