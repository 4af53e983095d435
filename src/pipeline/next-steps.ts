import type { MediaType, Sha256 } from '../contract/index.ts';
import { adoptChildren } from './adopt-children.ts';
import { chooseAnalyzers, fits, IDENTIFY, tooLargeGap } from './choose-analyzers.ts';
import type { LoadedAnalyzer, TreeLimits } from './plan.ts';
import type { Gap, Tree, TreeEdge, TreeNode, TreeRun } from './tree.ts';

/** What is to be added to a tree. All empty and `done`: nothing is left to examine. */
export interface Steps {
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly TreeEdge[];
  readonly identified: readonly { readonly sha256: Sha256; readonly mediaTypes: readonly MediaType[] }[];
  readonly runs: readonly { readonly analyzer: LoadedAnalyzer; readonly node: TreeNode }[];
  readonly gaps: readonly Gap[];
  readonly done: boolean;
}

/**
 * The walk over a submission's artefacts, one step at a time: identify, choose analyzers, and when a whole level has
 * ended, go on to what was found inside. Levels are walked one after another so that which children fall to a limit
 * never depends on which run was quicker. Pure: the database and `assay analyze` both drive it until it is done.
 */
export function nextSteps(tree: Tree, analyzers: readonly LoadedAnalyzer[], limits: TreeLimits): Steps {
  const examined = examineNodes(tree, analyzers);
  const isBusy = examined.runs.length > 0 || examined.identified.length > 0;
  if (isBusy || tree.runs.some((run) => !run.ended)) {
    return { ...examined, nodes: [], edges: [], done: false };
  }
  const { nodes, edges, gaps } = adoptChildren(tree, limits);
  return {
    nodes,
    edges,
    identified: [],
    runs: [],
    gaps: [...examined.gaps, ...gaps],
    done: nodes.length === 0,
  };
}

type Examined = Pick<Steps, 'identified' | 'runs' | 'gaps'>;

/** Plans `identify` for new nodes and the analyzers of those it has just named. */
function examineNodes(tree: Tree, analyzers: readonly LoadedAnalyzer[]): Examined {
  const identify = analyzers.find(({ manifest }) => manifest.name === IDENTIFY);
  const named = new Map(
    tree.runs.filter((run) => run.analyzer === IDENTIFY).map((run) => [run.subject, run] as const),
  );
  const steps = tree.nodes
    .filter((node) => node.mediaTypes === null)
    .map((node) => stepsOf(node, named.get(node.sha256), identify, analyzers));
  return {
    identified: steps.flatMap((step) => step.identified),
    runs: steps.flatMap((step) => step.runs),
    gaps: steps.flatMap((step) => step.gaps),
  };
}

function stepsOf(
  node: TreeNode,
  run: TreeRun | undefined,
  identify: LoadedAnalyzer | undefined,
  analyzers: readonly LoadedAnalyzer[],
): Examined {
  if (run && !run.ended) return { identified: [], runs: [], gaps: [] };
  if (!run && identify && fits(node, identify)) {
    return { identified: [], runs: [{ analyzer: identify, node }], gaps: [] };
  }
  const mediaTypes = run?.mediaTypes ?? [];
  const choice = chooseAnalyzers(node, mediaTypes, analyzers);
  const unnamed = !run && identify ? [tooLargeGap(node, identify)] : [];
  const known = { ...node, mediaTypes };
  return {
    identified: [{ sha256: node.sha256, mediaTypes }],
    runs: choice.analyzers.map((analyzer) => ({ analyzer, node: known })),
    gaps: [...unnamed, ...choice.gaps],
  };
}
