import { labelOf, type Report, type Sha256 } from '../contract/index.ts';
import { defang, defangText } from './defang.ts';
import { type CollectedIndicator, collectIndicators } from './indicators.ts';
import { showHostile } from './show-hostile.ts';
import { groupGaps, measureWords, NON_ANSWER_LABELS } from './statements.ts';
import { treeRows } from './tree.ts';
import { weightedFindings } from './weighted-findings.ts';

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
    ...section('What the methods say', assessmentLines(report)),
    ...section('What was found', findingLines(report)),
    ...section('NOT examined in these files', gapLines(report, false)),
    ...section('NEVER examined by these methods, in any file', gapLines(report, true)),
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
  const names = namesOf(report);
  return report.artefacts.flatMap(({ runs }) =>
    runs.flatMap((run) =>
      run.result.findings.flatMap((finding) => {
        const measure = measureWords(finding);
        const first = `[${finding.severity}] ${shown(finding.title)}${measure === '' ? '' : ` (${measure})`}`;
        const detail = finding.detail === '' ? [] : indented(finding.detail);
        return [first, ...detail, `    (${run.analyzer} ${run.version} on ${nameOf(names, run.subject)})`];
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

function assessmentLines(report: Report): string[] {
  const names = namesOf(report);
  return report.assessments.flatMap((a) => [
    `- ${nameOf(names, a.subject)}: ${shown(a.words)}`,
    ...weightedFindings(report, a).flatMap(({ words, finding, basis }) => [
      `    ${words.padEnd(14)} ${shown(finding.title)}`,
      `    ${' '.repeat(14)} (${shown(basis)})`,
    ]),
    ...(a.likelihoodRatio === undefined
      ? []
      : [`    How the weights were got: ${shown(a.likelihoodRatio.calibration)}`]),
  ]);
}

/** What is about these very artefacts, or (`standing`) what no method here looks at in any. */
function gapLines(report: Report, standing: boolean): string[] {
  const names = namesOf(report);
  return groupGaps(report)
    .filter((gap) => gap.standing === standing)
    .map((gap) => {
      if (standing) return `- ${shown(gap.what)}`;
      const where = gap.subjects.map((sha256) => nameOf(names, sha256)).join(', ');
      const reason = `${NON_ANSWER_LABELS[gap.reason]}. ${shown(gap.detail)}`;
      return `- ${shown(gap.what)}${where === '' ? '' : ` [${where}]`}: ${reason}`;
    });
}

/** What each artefact was called where it was first met. */
function namesOf(report: Report): ReadonlyMap<Sha256, string> {
  const rows = treeRows(report).map((row) => [row.sha256, row.claimedName] as const);
  return new Map(rows.reverse());
}

function nameOf(names: ReadonlyMap<Sha256, string>, sha256: Sha256): string {
  return defangText(showHostile(names.get(sha256) || sha256.slice(0, 12), { max: 80 }));
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
  const names = namesOf(report);
  return report.artefacts.flatMap(({ runs }) =>
    runs.map((run) => {
      const ended =
        run.status === 'completed'
          ? 'completed'
          : `${run.status}: ${run.failure ?? ''} ${shown(run.detail ?? '')}`;
      const reused = run.reused ? `, reused from ${run.finishedAt}` : '';
      return `${run.analyzer} ${run.version} on ${nameOf(names, run.subject)}: ${ended.trim()} (${Math.round(run.durationMs)} ms, ${run.isolation}${reused})`;
    }),
  );
}
