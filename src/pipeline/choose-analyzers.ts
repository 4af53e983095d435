import type { Accepts, MediaType } from '../contract/index.ts';
import type { LoadedAnalyzer } from './plan.ts';
import type { Gap, TreeNode } from './tree.ts';

/** The analyzer that says what bytes are. It runs first on everything and reads no media types itself. */
export const IDENTIFY = 'identify';

export interface Choice {
  readonly analyzers: readonly LoadedAnalyzer[];
  readonly gaps: readonly Gap[];
}

/** Which analyzers read an identified artefact, by name, and what remains unread. */
export function chooseAnalyzers(
  node: TreeNode,
  mediaTypes: readonly MediaType[],
  all: readonly LoadedAnalyzer[],
): Choice {
  const matching = all
    .filter(({ manifest }) => manifest.name !== IDENTIFY)
    .filter(({ manifest }) => manifest.accepts.some((accepts) => isAccepted(accepts, mediaTypes, node)));
  if (matching.length === 0) return { analyzers: [], gaps: [unreadGap(node, mediaTypes)] };
  return {
    analyzers: matching.filter((analyzer) => fits(node, analyzer)),
    gaps: matching.filter((analyzer) => !fits(node, analyzer)).map((analyzer) => tooLargeGap(node, analyzer)),
  };
}

/** False: the artefact is larger than the analyzer takes. */
export function fits(node: TreeNode, analyzer: LoadedAnalyzer): boolean {
  return node.bytes <= analyzer.manifest.limits.inputBytes;
}

export function tooLargeGap(node: TreeNode, { manifest }: LoadedAnalyzer): Gap {
  return {
    subject: node.sha256,
    what: `Examination by ${manifest.name}`,
    reason: 'not-run',
    detail: `This artefact has ${node.bytes} bytes; ${manifest.name} takes at most ${manifest.limits.inputBytes}.`,
  };
}

function unreadGap(node: TreeNode, mediaTypes: readonly MediaType[]): Gap {
  const detail =
    mediaTypes.length === 0
      ? 'It could not be identified, so no analyzer was chosen for it. Only its hash and size are known.'
      : `No installed analyzer reads ${mediaTypes.join(', ')}. Only its hash, size and type are known.`;
  return { subject: node.sha256, what: 'The contents of this artefact', reason: 'not-run', detail };
}

function isAccepted(accepts: Accepts, mediaTypes: readonly MediaType[], node: TreeNode): boolean {
  if (accepts.relations && !accepts.relations.includes(node.relation)) return false;
  if (accepts.mediaType === '*') return true;
  if (!accepts.mediaType.endsWith('/*')) return mediaTypes.includes(accepts.mediaType);
  const prefix = accepts.mediaType.slice(0, -1);
  return mediaTypes.some((type) => type.startsWith(prefix));
}
