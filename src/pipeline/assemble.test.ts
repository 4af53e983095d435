import { describe, expect, it } from 'vitest';
import { emptyResult, Report, type Run } from '../contract/index.ts';
import { assemble, type ReportParts } from './assemble.ts';

const id = (n: number) => `00000000-0000-7000-8000-${n.toString().padStart(12, '0')}`;
const hash = (letter: string) => letter.repeat(64);
const at = new Date('2026-01-02T03:04:05.678Z');

function run(analyzer: string, subject: string, rest: Partial<Run> = {}): Run {
  return {
    id: id(analyzer.length),
    analyzer,
    version: '1.0.0',
    models: {},
    subject,
    status: 'completed',
    result: emptyResult(),
    coverage: { examined: ['all'], notExamined: [] },
    isolation: 'bubblewrap',
    durationMs: 1,
    startedAt: at.toISOString(),
    finishedAt: at.toISOString(),
    attempts: 1,
    reused: false,
    ...rest,
  };
}

const A = hash('a');
const parts: ReportParts = {
  id: id(1),
  submission: id(2),
  unit: { id: id(3), name: 'unit' },
  revision: 1,
  submittedAt: at,
  producedAt: at,
  producerVersion: '1.0.0',
  marking: 'green',
  markingIsDefault: false,
  caseReference: null,
  source: null,
  note: null,
  cancelled: false,
  exhibits: [{ id: id(4), sha256: A, bytes: 1, claimedName: 'a', marking: 'green' }],
  nodes: [{ sha256: A, bytes: 1, depth: 0, mediaTypes: ['image/png'], relation: 'exhibit' }],
  edges: [],
  runs: [run('media', A), run('identify', A)],
  gaps: [],
  manifests: [],
};

describe('assemble', () => {
  it('makes a valid report, with runs by analyzer', () => {
    const report = Report.parse(assemble(parts));
    expect(report.status).toBe('complete');
    expect(report.artefacts[0]?.runs.map((one) => one.analyzer)).toEqual(['identify', 'media']);
  });

  it('calls a report incomplete when a run did not complete or something was not examined', () => {
    const failed = run('media', A, { status: 'failed', failure: 'timed-out', detail: 'x' });
    expect(assemble({ ...parts, runs: [failed] }).status).toBe('incomplete');
    const gap = { subject: A, what: 'x', reason: 'not-run' as const, detail: 'y' };
    expect(assemble({ ...parts, gaps: [gap] }).status).toBe('incomplete');
    const missed = { what: 'a locked member', reason: 'not-examinable' as const, detail: 'y' };
    const withGap = (notExamined: Run['coverage']['notExamined']) =>
      assemble({ ...parts, runs: [run('media', A, { coverage: { examined: [], notExamined } })] }).status;
    expect(withGap([missed])).toBe('incomplete');
    expect(withGap([{ ...missed, standing: true }])).toBe('complete');
    expect(assemble({ ...parts, cancelled: true }).status).toBe('cancelled');
  });

  it('takes the marking of the strictest exhibit', () => {
    const strict = parts.exhibits.map((exhibit) => ({ ...exhibit, marking: 'red' as const }));
    expect(assemble({ ...parts, exhibits: strict }).marking).toBe('red');
  });

  it('does not depend on the order in which things ended', () => {
    const nodes = ['b', 'c', 'd'].map((letter) => ({
      sha256: hash(letter),
      bytes: 1,
      depth: 1,
      mediaTypes: [],
      relation: 'extracted-from' as const,
    }));
    const children = ['c', 'b', 'd'].map((letter) => {
      return { sha256: hash(letter), bytes: 1, claimedName: letter, relation: 'extracted-from' as const };
    });
    const edges = children.map((child) => {
      return { parent: A, child: child.sha256, relation: child.relation, claimedName: child.claimedName };
    });
    const runs = [run('archive', A, { result: { ...emptyResult(), children } }), run('zeta', hash('b'))];
    const one = assemble({ ...parts, nodes: [...parts.nodes, ...nodes], edges, runs });
    const other = assemble({
      ...parts,
      nodes: [...nodes.toReversed(), ...parts.nodes],
      edges: edges.toReversed(),
      runs: runs.toReversed(),
    });
    expect(other).toEqual(one);
    expect(one.artefacts.map(({ artefact }) => artefact.sha256[0])).toEqual(['a', 'c', 'b', 'd']);
  });

  it('never gives a score or a verdict where no calibrated method ran, and points at findings to weigh', () => {
    const finding = {
      id: 'x',
      title: 'X',
      detail: '',
      severity: 'high' as const,
      locations: [],
      techniques: [],
      evidence: [],
    };
    const found = run('media', A, { result: { ...emptyResult(), findings: [finding] } });
    const { assessments } = assemble({ ...parts, runs: [found] });
    expect(assessments.map((one) => one.question)).toEqual(['manipulated-media', 'scam-content']);
    for (const assessment of assessments) {
      expect(assessment.answer).toBe('not-run');
      expect(assessment.likelihoodRatio).toBeUndefined();
      expect(assessment.findings).toEqual([{ run: found.id, finding: 'x' }]);
      expect(assessment.words).not.toMatch(/%|fake|authentic|genuine/i);
    }
  });

  it('asks no question about each frame of a video or each picture in an app', () => {
    const app = { ...parts.nodes[0]!, mediaTypes: ['application/vnd.android.package-archive'] };
    const icon = {
      sha256: hash('b'),
      bytes: 1,
      depth: 1,
      mediaTypes: ['image/png'],
      relation: 'extracted-from' as const,
    };
    const child = { sha256: hash('b'), bytes: 1, claimedName: 'icon', relation: 'extracted-from' as const };
    const report = assemble({
      ...parts,
      nodes: [app, icon],
      edges: [{ parent: A, child: hash('b'), relation: 'extracted-from', claimedName: 'icon' }],
      runs: [run('apk', A, { result: { ...emptyResult(), children: [child] } })],
    });
    expect(report.assessments.map(({ question, subject }) => [question, subject])).toEqual([
      ['fraudulent-app', A],
    ]);
  });
});
