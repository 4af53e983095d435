import type { Run } from '../../contract/index.ts';
import type { Export } from '../exportable.ts';
import { collectIndicators } from '../indicators.ts';
import { inertText } from '../inert.ts';
import { collectGaps, measureWords, NON_ANSWER_LABELS } from '../statements.ts';
import { weightedFindings } from '../weighted-findings.ts';
import { observableOf } from './observables.ts';

type ReportArtefact = Export['report']['artefacts'][number];

/** What was found about one artefact in words, with its limits: for receivers that know none of our extensions. */
export function noteContent(entry: ReportArtefact, opened: Export): string {
  const { sha256 } = entry.artefact;
  const assessments = opened.report.assessments.filter((a) => a.subject === sha256);
  const sections = [
    assessments.map((a) => inertText(a.words)),
    titled(
      'What the answer rests on, each with its weight:',
      assessments.flatMap((a) =>
        weightedFindings(opened.report, a).map((one) =>
          inertText(`${one.words}: ${one.finding.title} (${one.basis})`),
        ),
      ),
    ),
    assessments.flatMap((a) =>
      a.likelihoodRatio === undefined
        ? []
        : [inertText(`How the weights were got: ${a.likelihoodRatio.calibration}`)],
    ),
    titled('Findings by the methods run:', entry.runs.flatMap(findingLines)),
    titled('Named here because STIX has no object for them:', plainIndicators(opened, sha256)),
    titled('Not examined:', gapLines(opened, sha256)),
    titled(
      'Methods:',
      entry.runs.map((run) => `${run.analyzer} ${run.version}: ${run.status}`),
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `- ${line}`)];
}

function findingLines(run: Run): string[] {
  return run.result.findings.map((finding) => {
    const measure = measureWords(finding);
    return inertText(`${finding.title} (${finding.severity}${measure === '' ? '' : `; ${measure}`})`);
  });
}

function plainIndicators(opened: Export, sha256: string): string[] {
  return collectIndicators(opened.report)
    .filter((i) => i.subjects.includes(sha256) && observableOf(i) === undefined)
    .map((i) => inertText(`${i.kind}${i.subtype === undefined ? '' : ` (${i.subtype})`}: ${i.value}`));
}

function gapLines(opened: Export, sha256: string): string[] {
  return collectGaps(opened.report)
    .filter((gap) => gap.subject === sha256)
    .map((gap) => inertText(`${gap.what}: ${NON_ANSWER_LABELS[gap.reason]}. ${gap.detail}`));
}
