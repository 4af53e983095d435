import {
  type Exhibit,
  type Manifest,
  type Marking,
  REPORT_SCHEMA,
  type Relation,
  type Report,
  type Run,
  type Sha256,
  stricter,
} from '../contract/index.ts';
import { assess } from './assess.ts';
import { compareText, type Gap, groupRuns, orderNodes, type TreeEdge, type TreeNode } from './tree.ts';

/** All that a report is made of. */
export interface ReportParts {
  readonly id: string;
  readonly submission: string;
  readonly unit: { readonly id: string; readonly name: string };
  readonly revision: number;
  readonly submittedAt: Date;
  readonly producedAt: Date;
  readonly producerVersion: string;
  readonly marking: Marking;
  readonly markingIsDefault: boolean;
  readonly caseReference: string | null;
  readonly source: string | null;
  readonly note: string | null;
  readonly cancelled: boolean;
  readonly exhibits: readonly Exhibit[];
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly TreeEdge[];
  /** Those that have ended. */
  readonly runs: readonly Run[];
  readonly gaps: readonly Gap[];
  /** Of the installed analyzers: what their findings answer, and how far. */
  readonly manifests: readonly Manifest[];
}

/**
 * Makes the report. Pure, and in an order that depends on results alone: artefacts by depth and then as they were met,
 * runs by analyzer. The report is marked as its strictest exhibit is, since it tells about all of them.
 */
export function assemble(parts: ReportParts): Report {
  const artefacts = orderArtefacts(parts);
  const place = new Map(artefacts.map(({ artefact }, index) => [artefact.sha256, index]));
  const isWhole = parts.gaps.length === 0 && parts.runs.every(isWholeRun);
  return {
    schema: REPORT_SCHEMA,
    id: parts.id,
    submission: parts.submission,
    unit: parts.unit,
    revision: parts.revision,
    submittedAt: parts.submittedAt.toISOString(),
    producedAt: parts.producedAt.toISOString(),
    producer: { name: 'assay', version: parts.producerVersion },
    marking: parts.exhibits.map((exhibit) => exhibit.marking).reduce(stricter, parts.marking),
    markingIsDefault: parts.markingIsDefault,
    ...(parts.caseReference === null ? {} : { caseReference: parts.caseReference }),
    ...(parts.source === null ? {} : { source: parts.source }),
    ...(parts.note === null ? {} : { note: parts.note }),
    status: parts.cancelled ? 'cancelled' : isWhole ? 'complete' : 'incomplete',
    exhibits: [...parts.exhibits],
    artefacts,
    edges: orderEdges(parts.edges, place),
    assessments: assess({
      examined: artefacts,
      isSubject: subjectsOf(parts),
      manifests: parts.manifests,
      edges: orderEdges(parts.edges, place),
    }),
    notExamined: orderGaps(parts.gaps, place),
  };
}

/** It ended by itself and left nothing of this artefact out; what it never looks at in any does not count. */
function isWholeRun({ status, coverage }: Run): boolean {
  return status === 'completed' && coverage.notExamined.every((gap) => gap.standing === true);
}

function orderArtefacts(parts: ReportParts): Report['artefacts'] {
  const ended = parts.runs.map((run) => ({
    analyzer: run.analyzer,
    subject: run.subject,
    ended: true,
    children: run.result.children,
  }));
  const exhibits = parts.exhibits.map((exhibit) => exhibit.sha256);
  const ordered = orderNodes({ exhibits, nodes: parts.nodes, edges: parts.edges, runs: ended });
  const runs = groupRuns(parts.runs);
  return ordered.map(({ sha256, bytes, mediaTypes, depth }) => ({
    artefact: { sha256, bytes, mediaTypes: [...(mediaTypes ?? [])] },
    depth,
    runs: [...(runs.get(sha256) ?? [])],
  }));
}

function orderEdges(edges: readonly TreeEdge[], place: ReadonlyMap<Sha256, number>): Report['edges'] {
  const at = (sha256: Sha256) => place.get(sha256) ?? 0;
  return [...edges].sort(
    (a, b) =>
      at(a.parent) - at(b.parent) ||
      at(a.child) - at(b.child) ||
      compareText(a.claimedName, b.claimedName) ||
      compareText(a.relation, b.relation),
  );
}

function orderGaps(gaps: readonly Gap[], place: ReadonlyMap<Sha256, number>): Report['notExamined'] {
  const at = (gap: Gap) => (gap.subject === undefined ? -1 : (place.get(gap.subject) ?? 0));
  return [...gaps]
    .sort((a, b) => at(a) - at(b) || compareText(a.what, b.what))
    .map(({ subject, ...gap }) => (subject === undefined ? gap : { subject, ...gap }));
}

/** Questions are asked about what was sent and what was packed in it, not about each frame or each file of an app. */
function subjectsOf(parts: ReportParts): (sha256: Sha256) => boolean {
  const asked: readonly (TreeNode['relation'] | Relation)[] = ['exhibit', 'extracted-from'];
  const apps = new Set(parts.nodes.filter(isApp).map((node) => node.sha256));
  const inApps = new Set(parts.edges.filter((edge) => apps.has(edge.parent)).map((edge) => edge.child));
  const subjects = parts.nodes.filter(
    (node) => asked.includes(node.relation) && (node.relation === 'exhibit' || !inApps.has(node.sha256)),
  );
  const hashes = new Set(subjects.map((node) => node.sha256));
  return (sha256) => hashes.has(sha256);
}

function isApp(node: TreeNode): boolean {
  return node.mediaTypes?.includes('application/vnd.android.package-archive') ?? false;
}
