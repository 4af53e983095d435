import { labelOf, type Report } from '../contract/index.ts';
import { defang, defangText } from './defang.ts';
import { type CollectedIndicator, collectIndicators } from './indicators.ts';
import { showHostile } from './show-hostile.ts';
import { groupGaps, measureWords, NON_ANSWER_LABELS } from './statements.ts';
import { treeRows } from './tree.ts';

const shown = (text: string): string => defangText(showHostile(text));
const STATUS = {
  complete: 'complete',
  incomplete: 'INCOMPLETE: some of it was not examined',
  cancelled: 'CANCELLED before all of it was examined',
} as const;

/**
 * A report for a terminal: plain lines, no control sequence of the artefact gets through, addresses defanged. For the own
 * unit: sensitive indicators are listed and named as such.
 */
export function toText(report: Report): string {
  const label = labelOf(report.marking);
  const lines = [
    label,
    `Technical analysis ${report.submission}, revision ${report.revision}`,
    `${STATUS[report.status]}; produced ${report.producedAt}${report.markingIsDefault ? '; marking is the default' : ''}`,
    ...section('What this is', treeLines(report)),
    ...section(
      'What the methods say',
      report.assessments.map((a) => `- ${shown(a.words)}`),
    ),
    ...section('What was found', findingLines(report)),
    ...section('NOT examined', gapLines(report)),
    ...section('Indicators (defanged)', collectIndicators(report).map(indicatorLine)),
    ...section('Runs', runLines(report)),
    '',
    label,
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, '-'.repeat(title.length), ...(lines.length === 0 ? ['nothing'] : lines)];
}

function treeLines(report: Report): string[] {
  const artefacts = new Map(report.artefacts.map(({ artefact }) => [artefact.sha256, artefact]));
  return treeRows(report).flatMap(({ sha256, depth, claimedName, again }) => {
    const artefact = artefacts.get(sha256);
    const types = artefact?.mediaTypes.join(', ') || 'not identified';
    const pad = '  '.repeat(depth);
    const name = `${pad}${defangText(showHostile(claimedName, { max: 200 }))}`;
    return [
      `${name}  (${types}; ${artefact?.bytes ?? '?'} bytes)${again ? '  listed above' : ''}`,
      `${pad}  sha256 ${sha256}`,
    ];
  });
}

function findingLines(report: Report): string[] {
  return report.artefacts.flatMap(({ runs }) =>
    runs.flatMap((run) =>
      run.result.findings.flatMap((finding) => {
        const measure = measureWords(finding);
        const first = `[${finding.severity}] ${shown(finding.title)}${measure === '' ? '' : ` (${measure})`}`;
        const detail = finding.detail === '' ? [] : indented(finding.detail);
        return [first, ...detail, `    ${run.analyzer} ${run.version} on ${run.subject.slice(0, 12)}`];
      }),
    ),
  );
}

/** Line feeds of a detail stay, so that text read off a picture keeps its lines. */
function indented(text: string): string[] {
  return defangText(showHostile(text, { lines: true }))
    .replaceAll('\t', ' ')
    .split('\n')
    .map((line) => `    ${line}`);
}

function gapLines(report: Report): string[] {
  return groupGaps(report).map((gap) => {
    const where = gap.subjects.length === 0 ? '' : ` [${gap.subjects.map((s) => s.slice(0, 12)).join(' ')}]`;
    return `- ${shown(gap.what)}${where}: ${NON_ANSWER_LABELS[gap.reason]}. ${shown(gap.detail)}`;
  });
}

function indicatorLine(i: CollectedIndicator): string {
  const kind = i.subtype === undefined ? i.kind : `${i.kind}/${i.subtype}`;
  const notes = [
    i.standing,
    `${Math.round(i.confidence)} %`,
    ...(i.sensitive ? ['SENSITIVE: never exported'] : []),
  ];
  return `${kind.padEnd(18)} ${defang(i.kind, showHostile(i.value))}  (${notes.join(', ')})`;
}

function runLines(report: Report): string[] {
  return report.artefacts.flatMap(({ runs }) =>
    runs.map((run) => {
      const ended =
        run.status === 'completed'
          ? 'completed'
          : `${run.status}: ${run.failure ?? ''} ${shown(run.detail ?? '')}`;
      const reused = run.reused ? `, reused from ${run.finishedAt}` : '';
      return `${run.analyzer} ${run.version} on ${run.subject.slice(0, 12)}: ${ended.trim()} (${Math.round(run.durationMs)} ms, ${run.isolation}${reused})`;
    }),
  );
}
