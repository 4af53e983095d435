import type { Report, Sha256 } from '../contract/index.ts';

/** One place of an artefact in the tree, in the order in which a reader meets it. */
export interface TreeRow {
  readonly sha256: Sha256;
  readonly depth: number;
  readonly claimedName: string;
  readonly relation: 'exhibit' | Report['edges'][number]['relation'];
  /** True when the artefact's children were listed at an earlier place. */
  readonly again: boolean;
}

/** Most rows a page or text lists: hostile archives can make trees of many edges. */
const MOST_ROWS = 2000;

/** The tree of a report as indented rows. An artefact in two places is listed twice, its children once. */
export function treeRows(report: Report): TreeRow[] {
  const rows: TreeRow[] = [];
  const seen = new Set<Sha256>();
  const below = new Map<Sha256, Report['edges'][number][]>();
  for (const edge of report.edges) below.set(edge.parent, [...(below.get(edge.parent) ?? []), edge]);
  const walk = (sha256: Sha256, depth: number, claimedName: string, relation: TreeRow['relation']): void => {
    if (rows.length >= MOST_ROWS) return;
    const again = seen.has(sha256);
    rows.push({ sha256, depth, claimedName, relation, again });
    if (again) return;
    seen.add(sha256);
    for (const edge of below.get(sha256) ?? []) walk(edge.child, depth + 1, edge.claimedName, edge.relation);
  };
  for (const exhibit of report.exhibits) walk(exhibit.sha256, 0, exhibit.claimedName, 'exhibit');
  return rows;
}
