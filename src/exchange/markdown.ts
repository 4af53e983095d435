import { labelOf, type Report } from '../contract/index.ts';
import { defang, defangText } from './defang.ts';
import { type Exportable, openExport } from './exportable.ts';
import { collectIndicators } from './indicators.ts';
import { showHostile } from './show-hostile.ts';
import { type GapGroup, groupGaps, measureWords, NON_ANSWER_LABELS } from './statements.ts';
import { treeRows } from './tree.ts';
import { weightedFindings } from './weighted-findings.ts';

/** A report as Markdown, with nothing sensitive in it. Hostile text can neither format, link nor fetch. */
export function toMarkdown(source: Exportable): string {
  const opened = openExport(source);
  const { report } = opened;
  const gaps = groupGaps(report);
  const label = `**${labelOf(opened.marking)}**`;
  const parts = [
    label,
    `# Technical analysis ${report.submission}`,
    `Revision ${report.revision}, ${report.status}, produced ${report.producedAt} by Assay ${escapeMarkdown(report.producer.version)} for ${escapeMarkdown(report.unit.name)}.`,
    ...(opened.withdrawn ? ['**This release was withdrawn. Do not use it.**'] : []),
    ...(opened.conclusion === undefined
      ? []
      : ['## Conclusion of the reviewer', escapeMarkdown(opened.conclusion, true)]),
    '## What the methods say',
    report.assessments.length === 0
      ? 'Nothing.'
      : report.assessments.map((a) => answer(report, a)).join('\n\n'),
    '## What was found',
    findings(report),
    '## What was not examined in these files',
    bullets(gaps.filter((gap) => !gap.standing).map(gapLine)),
    '## What these methods never examine, in any file',
    bullets(gaps.filter((gap) => gap.standing).map((gap) => escapeMarkdown(gap.what))),
    '## Indicators (defanged)',
    indicators(report),
    '## Artefacts',
    artefacts(report),
    '## Runs',
    runs(report),
    label,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The statement, then what it rests on with the weight of each, then how the weights were got. */
function answer(report: Report, assessment: Report['assessments'][number]): string {
  const { words, likelihoodRatio, subject } = assessment;
  const rows = weightedFindings(report, assessment).map((one) => [
    one.words,
    escapeMarkdown(one.finding.title),
    escapeMarkdown(one.basis),
  ]);
  return [
    `- \`${subject.slice(0, 12)}\`: ${escapeMarkdown(words)}`,
    ...(rows.length === 0 ? [] : [table(['Weight', 'Finding', 'Rests on'], rows)]),
    ...(likelihoodRatio === undefined
      ? []
      : [`How the weights were got: ${escapeMarkdown(likelihoodRatio.calibration)}`]),
  ].join('\n\n');
}

function gapLine(gap: GapGroup): string {
  const where =
    gap.subjects.length === 0 ? '' : ` (${gap.subjects.map((s) => `\`${s.slice(0, 12)}\``).join(', ')})`;
  return `**${escapeMarkdown(gap.what)}**${where}: ${NON_ANSWER_LABELS[gap.reason]}. ${escapeMarkdown(gap.detail)}`;
}

function findings(report: Report): string {
  const rows = report.artefacts.flatMap(({ runs }) =>
    runs.flatMap((run) =>
      run.result.findings.map((f) => [
        f.severity,
        escapeMarkdown(f.title),
        escapeMarkdown(f.detail, true).replaceAll('\n', '<br>'),
        escapeMarkdown(measureWords(f)),
        `${run.analyzer} on ${run.subject.slice(0, 12)}`,
      ]),
    ),
  );
  return table(['Severity', 'Finding', 'Detail', 'Measure', 'By'], rows);
}

function indicators(report: Report): string {
  const rows = collectIndicators(report).map((i) => [
    i.subtype === undefined ? i.kind : `${i.kind} (${escapeMarkdown(i.subtype)})`,
    escapeMarkdown(defang(i.kind, i.value)),
    i.standing,
    `${Math.round(i.confidence)} %`,
    i.subjects.map((s) => s.slice(0, 12)).join(' '),
  ]);
  return table(['Kind', 'Value', 'Standing', 'Read with confidence', 'Seen in'], rows);
}

function artefacts(report: Report): string {
  const known = new Map(report.artefacts.map(({ artefact }) => [artefact.sha256, artefact]));
  return treeRows(report)
    .map(({ sha256, depth, claimedName }) => {
      const artefact = known.get(sha256);
      const types = escapeMarkdown(artefact?.mediaTypes.join(', ') || 'not identified');
      return `${'  '.repeat(depth)}- ${escapeMarkdown(claimedName)}: ${types}, ${artefact?.bytes ?? '?'} bytes, SHA-256 \`${sha256}\``;
    })
    .join('\n');
}

function runs(report: Report): string {
  const rows = report.artefacts.flatMap((entry) =>
    entry.runs.map((run) => [
      `${run.analyzer} ${run.version}`,
      run.subject.slice(0, 12),
      run.status === 'completed'
        ? 'completed'
        : `${run.status}: ${escapeMarkdown(run.detail ?? run.failure ?? '')}`,
      run.startedAt,
      `${Math.round(run.durationMs)} ms`,
      run.isolation,
      run.reused ? `reused from ${run.finishedAt}` : 'no',
    ]),
  );
  return table(['Analyzer', 'On', 'Ended', 'Started', 'Took', 'Isolation', 'Reused'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'Nothing.';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function bullets(lines: readonly string[]): string {
  return lines.length === 0 ? 'Nothing.' : lines.map((line) => `- ${line}`).join('\n');
}

/** Every character that CommonMark or GitHub's tables give a meaning is escaped, `<` and `&` as entities. */
function escapeMarkdown(text: string, lines = false): string {
  return defangText(showHostile(text, { max: 8000, lines }))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_{}[\]()#+!|~$^-]/g, '\\$&')
    .replace(/^(\s*\d+)([.)])/gm, '$1\\$2')
    .replace(/^([>=:])/gm, '\\$1');
}
