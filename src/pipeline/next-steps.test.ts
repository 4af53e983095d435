import { describe, expect, it } from 'vitest';
import { type ChildArtefact, Manifest, type ManifestInput } from '../contract/index.ts';
import { nextSteps, type Steps } from './next-steps.ts';
import { DEFAULT_TREE_LIMITS, type LoadedAnalyzer, type TreeLimits } from './plan.ts';
import { orderNodes, type Tree, type TreeNode, type TreeRun } from './tree.ts';

const hash = (letter: string) => letter.repeat(64);
const A = hash('a');

function analyzer(name: string, changes: Partial<ManifestInput> = {}): LoadedAnalyzer {
  const limits = {
    inputBytes: 1000,
    wallSeconds: 1,
    cpuSeconds: 1,
    memoryMiB: 64,
    outputBytes: 1000,
    workdirMiB: 1,
    children: 10,
  };
  const manifest = Manifest.parse({
    name,
    version: '1.0.0',
    summary: name,
    accepts: [{ mediaType: '*' }],
    limits,
    ...changes,
  });
  return { manifest, folder: '', models: {}, versions: {} };
}

const identify = analyzer('identify');

function exhibit(sha256: string, rest: Partial<TreeNode> = {}): TreeNode {
  return { sha256, bytes: 10, depth: 0, mediaTypes: null, relation: 'exhibit', ...rest };
}

function child(sha256: string, claimedName = 'x', bytes = 10): ChildArtefact {
  return { sha256, bytes, claimedName, relation: 'extracted-from' };
}

function tree(nodes: readonly TreeNode[], runs: readonly TreeRun[] = [], edges: Tree['edges'] = []): Tree {
  const exhibits = nodes.filter((node) => node.depth === 0).map((node) => node.sha256);
  return { exhibits, nodes, runs, edges };
}

const named = (steps: Steps) =>
  steps.runs.map((run) => `${run.analyzer.manifest.name} ${run.node.sha256[0]}`);
const limits = (changes: Partial<TreeLimits> = {}) => ({ ...DEFAULT_TREE_LIMITS, ...changes });

/** Walks to the end with runs that answer at once, in the order given by `pick`. */
function walk(
  start: Tree,
  analyzers: readonly LoadedAnalyzer[],
  children: (analyzer: string, subject: string) => readonly ChildArtefact[],
  bounds: TreeLimits,
  pick: <T>(open: T[]) => T | undefined,
) {
  let now = start;
  const open: TreeRun[] = [];
  const gaps: Steps['gaps'][number][] = [];
  for (let i = 0; i < 10_000; i++) {
    const steps = nextSteps(now, analyzers, bounds);
    gaps.push(...steps.gaps);
    const known = new Map(steps.identified.map((one) => [one.sha256, one.mediaTypes]));
    const started = steps.runs.map((run): TreeRun => {
      return { analyzer: run.analyzer.manifest.name, subject: run.node.sha256, ended: false };
    });
    open.push(...started);
    const nodes = now.nodes.map((node) => ({
      ...node,
      mediaTypes: known.get(node.sha256) ?? node.mediaTypes,
    }));
    now = {
      ...now,
      nodes: [...nodes, ...steps.nodes],
      edges: [...now.edges, ...steps.edges],
      runs: [...now.runs, ...started],
    };
    if (steps.done) return { tree: now, gaps };
    const ending = pick(open);
    if (!ending) continue;
    open.splice(open.indexOf(ending), 1);
    const ended = {
      ...ending,
      ended: true,
      mediaTypes: ['text/plain'],
      children: children(ending.analyzer, ending.subject),
    };
    now = { ...now, runs: now.runs.map((run) => (run === ending ? ended : run)) };
  }
  throw new Error('the walk does not end');
}

describe('nextSteps', () => {
  it('identifies an artefact before anything else looks at it', () => {
    const steps = nextSteps(tree([exhibit(A)]), [identify, analyzer('other')], limits());
    expect(named(steps)).toEqual(['identify a']);
    expect(steps.done).toBe(false);
  });

  it('waits while identify has not ended', () => {
    const runs = [{ analyzer: 'identify', subject: A, ended: false }];
    const steps = nextSteps(tree([exhibit(A)], runs), [identify, analyzer('other')], limits());
    expect(steps).toMatchObject({ runs: [], identified: [], gaps: [], nodes: [], done: false });
  });

  it('chooses by media type and by how the artefact was met', () => {
    const analyzers = [
      identify,
      analyzer('any-image', { accepts: [{ mediaType: 'image/*' }] }),
      analyzer('only-png', { accepts: [{ mediaType: 'image/png' }] }),
      analyzer('sound', { accepts: [{ mediaType: 'audio/*' }] }),
      analyzer('frames', { accepts: [{ mediaType: 'image/*', relations: ['frame-of'] }] }),
    ];
    const runs = [
      { analyzer: 'identify', subject: A, ended: true, mediaTypes: ['image/png', 'application/zip'] },
    ];
    expect(named(nextSteps(tree([exhibit(A)], runs), analyzers, limits()))).toEqual([
      'any-image a',
      'only-png a',
    ]);
    const frame = tree([exhibit(A, { relation: 'frame-of' })], runs);
    expect(named(nextSteps(frame, analyzers, limits()))).toContain('frames a');
  });

  it('says of an artefact that nobody reads, or that nobody could name, that it was not examined', () => {
    const png = analyzer('png', { accepts: [{ mediaType: 'image/png' }] });
    const ended = (mediaTypes: string[]) => [{ analyzer: 'identify', subject: A, ended: true, mediaTypes }];
    const unread = nextSteps(tree([exhibit(A)], ended(['font/woff'])), [identify, png], limits());
    expect(unread.gaps).toMatchObject([{ subject: A, reason: 'not-run' }]);
    expect(unread.gaps[0]?.detail).toContain('No installed analyzer reads font/woff');
    const unnamed = nextSteps(tree([exhibit(A)], ended([])), [identify, png], limits());
    expect(unnamed.gaps[0]?.detail).toContain('could not be identified');
  });

  it('says of an artefact that is too large for an analyzer what the limit is, and runs the others', () => {
    const large = exhibit(A, { bytes: 5000 });
    const roomy = { limits: { ...identify.manifest.limits, inputBytes: 9999 } };
    const analyzers = [analyzer('identify', roomy), analyzer('small'), analyzer('large', roomy)];
    const runs = [{ analyzer: 'identify', subject: A, ended: true, mediaTypes: ['text/plain'] }];
    const steps = nextSteps(tree([large], runs), analyzers, limits());
    expect(named(steps)).toEqual(['large a']);
    expect(steps.gaps).toEqual([
      {
        subject: A,
        what: 'Examination by small',
        reason: 'not-run',
        detail: 'This artefact has 5000 bytes; small takes at most 1000.',
      },
    ]);
  });

  it('examines an artefact once that is met twice, and keeps both edges', () => {
    const found = () => [child(hash('c'), 'one'), child(hash('c'), 'two')];
    const start = tree([exhibit(A), exhibit(hash('b'))]);
    const walked = walk(
      start,
      [identify, analyzer('unpack')],
      (name, subject) => (name === 'unpack' && subject !== hash('c') ? found() : []),
      limits(),
      (open) => open[0],
    );
    expect(walked.tree.nodes).toHaveLength(3);
    expect(walked.tree.edges).toHaveLength(4);
    expect(walked.tree.runs.filter((run) => run.subject === hash('c'))).toHaveLength(2);
  });

  it('ends with an archive that contains itself', () => {
    const walked = walk(
      tree([exhibit(A)]),
      [identify, analyzer('unpack')],
      (name, subject) => (name === 'unpack' ? [child(subject === A ? hash('b') : A)] : []),
      limits(),
      (open) => open[0],
    );
    expect(walked.tree.nodes).toHaveLength(2);
    expect(walked.tree.edges).toHaveLength(1);
    expect(walked.gaps).toMatchObject([
      { subject: hash('b'), detail: expect.stringContaining('contains itself') },
    ]);
  });

  it('stops at the limits of depth, number and bytes, and says so once per parent', () => {
    const numbered = (n: number) => n.toString(16).padStart(64, '0');
    const deep = walk(
      tree([exhibit(numbered(0))]),
      [identify, analyzer('unpack')],
      (name, subject) => (name === 'unpack' ? [child(numbered(Number.parseInt(subject, 16) + 1))] : []),
      limits({ maxDepth: 3 }),
      (open) => open[0],
    );
    expect(deep.tree.nodes.map((node) => node.depth)).toEqual([0, 1, 2, 3]);
    expect(deep.gaps).toMatchObject([{ subject: numbered(3), detail: expect.stringContaining('depth 3') }]);
    const many = Array.from({ length: 9 }, (_, i) => child(numbered(i + 1), `n${i}`));
    const wide = (bounds: Partial<TreeLimits>) =>
      walk(
        tree([exhibit(A)]),
        [identify, analyzer('unpack')],
        (name, subject) => (name === 'unpack' && subject === A ? many : []),
        limits(bounds),
        (open) => open[0],
      );
    expect(wide({ maxChildren: 4 }).tree.nodes).toHaveLength(5);
    expect(wide({ maxChildren: 4 }).gaps[0]?.what).toBe(
      '5 found inside this artefact: "n4", "n5", "n6", "n7", "n8"',
    );
    expect(wide({ maxTreeBytes: 45 }).tree.nodes).toHaveLength(4);
    expect(wide({ maxTreeBytes: 45 }).gaps).toHaveLength(1);
  });

  it('gives the same tree whichever run ends first', () => {
    const numbered = (n: number) => n.toString(16).padStart(64, '0');
    const found = (name: string, subject: string) => {
      const at = Number.parseInt(subject, 16);
      if (name === 'identify' || at > 40) return [];
      return Array.from({ length: 3 }, (_, i) => child(numbered(at * 3 + i + (name === 'two' ? 1 : 0) + 1)));
    };
    const analyzers = [identify, analyzer('one'), analyzer('two')];
    const go = (pick: <T>(open: T[]) => T | undefined) => {
      const start = tree([exhibit(numbered(0)), exhibit(numbered(1))]);
      const walked = walk(start, analyzers, found, limits({ maxChildren: 7, maxDepth: 3 }), pick);
      return { order: orderNodes(walked.tree).map((node) => node.sha256), gaps: walked.gaps };
    };
    const first = go((open) => open[0]);
    expect(go((open) => open.at(-1))).toEqual(first);
    let seed = 7;
    for (let round = 0; round < 20; round++) {
      const random = (length: number) => {
        seed = (seed * 48271) % 2147483647;
        return seed % length;
      };
      expect(go((open) => open[random(open.length || 1)])).toEqual(first);
    }
  });
});
