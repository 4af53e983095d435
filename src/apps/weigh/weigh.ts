import type { z } from 'zod';
import { type FindingWeight, findingWeights } from '../../../data/apps/weights.ts';
import type { Finding, Sink } from '../../contract/index.ts';
import { fitFinding } from './fit-finding.ts';

type FindingInput = z.input<typeof Finding>;

/** Gives a finding about an app its weight (data/apps/weights.ts), if it has one there and none of its own. */
export function weigh(finding: FindingInput): FindingInput {
  const weight = finding.support ? undefined : weightOf(finding.id);
  if (!weight) return finding;
  return {
    ...finding,
    support: {
      question: 'fraudulent-app',
      ratio: weight.ratio,
      group: weight.group,
      basis: `Judged by the authors, not counted: ${weight.why}.`,
    },
  };
}

/** The same voice, with each finding weighed, and cut to what one may hold, on its way out. */
export function weighing(sink: Sink): Sink {
  return { ...sink, finding: (finding) => sink.finding(weigh(fitFinding(finding))) };
}

/** The entry for the whole id, else the longest that its beginning matches. */
function weightOf(id: string): FindingWeight | undefined {
  const fitting = findingWeights.filter(({ finding }) =>
    finding.endsWith('*') ? id.startsWith(finding.slice(0, -1)) : id === finding,
  );
  return fitting.sort((a, b) => b.finding.length - a.finding.length)[0];
}
