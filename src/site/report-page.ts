import { labelOf, type Marking, type Release, type Report, severities, stricter } from '../contract/index.ts';
import { collectIndicators, groupGaps } from '../exchange/index.ts';
import { assessmentSection } from './assessment-section.ts';
import { hostile, hostileLines, html, type Part } from './html.ts';
import { page, type Viewer } from './layout.ts';
import { type EvidenceAddress, findingSection, gapSection, namesOf, titleOf } from './report-parts.ts';
import { indicatorSection, runSection, treeSection } from './report-tables.ts';
import { count, MARKING_WORDS, timeWords } from './words.ts';

export interface ReportPage {
  readonly report: Report;
  readonly viewer?: Viewer | undefined;
  /** Set on the page of a release. */
  readonly release?: Release | undefined;
  readonly address: EvidenceAddress;
  /** Address of the exports, without the format. */
  readonly exports: string;
  /** Forms and links under the report. */
  readonly below?: Part;
  readonly here?: '/submissions' | '/library';
}

/** A report as a page: what it is, what the methods say, what was NOT examined, then findings, indicators, tree and runs. */
export function reportPage(parts: ReportPage): string {
  const { report, release } = parts;
  const marking: Marking = [...report.exhibits.map((e) => e.marking), report.marking].reduce(stricter);
  const title =
    release === undefined ? titleOf(report.exhibits) : (release.conclusion.trim().split('\n')[0] ?? '');
  const body = html`<h1>${hostile(title, 200)}</h1>
${head(parts)}
${release && conclusionOf(release)}
<ul class="toc" aria-label="On this page">
<li><a href="#say">What the methods say</a></li><li><a href="#gaps">What was not examined</a></li><li><a href="#found">Findings</a></li>
<li><a href="#indicators">Indicators</a></li><li><a href="#tree">Artefacts</a></li><li><a href="#runs">How</a></li></ul>
${assessmentSection(report, namesOf(report))}
${gapSection(report)}
${findingSection(report, parts.address)}
${indicatorSection(report, `${parts.exports}/csv`)}
${treeSection(report)}
${runSection(report)}
${exportsSection(parts.exports)}
${parts.below}`;
  return page({
    title: `Report ${report.submission.slice(0, 8)}`,
    viewer: parts.viewer,
    marking: release?.marking ?? marking,
    ...(parts.here === undefined ? {} : { here: parts.here }),
    body,
  });
}

function head({ report, release }: ReportPage) {
  const status = {
    complete: html`<span class="chip good">complete</span>`,
    incomplete: html`<span class="chip warn">incomplete</span> some of it was not examined`,
    cancelled: html`<span class="chip bad">cancelled</span> a person stopped it before all was examined`,
  }[report.status];
  return html`<section class="card" aria-label="Summary"><p class="lead">${shortly(report)}</p>
<dl class="facts">
<dt>Examination</dt><dd>${status}</dd>
<dt>Unit</dt><dd>${report.unit.name}</dd>
${report.caseReference && html`<dt>Case</dt><dd>${hostile(report.caseReference, 200)}</dd>`}
${report.source && html`<dt>Source</dt><dd>${hostile(report.source, 500)}</dd>`}
${report.note && html`<dt>Note</dt><dd>${hostileLines(report.note)}</dd>`}
<dt>Received</dt><dd>${timeWords(report.submittedAt)}</dd>
<dt>Report made</dt><dd>${timeWords(report.producedAt)}, revision ${report.revision}, Assay ${report.producer.version}</dd>
<dt>Marking</dt><dd>${labelOf(release?.marking ?? report.marking)}: ${MARKING_WORDS[release?.marking ?? report.marking]}${report.markingIsDefault && html` <span class="soft">(nobody gave a marking, so the default was taken)</span>`}</dd>
<dt>Submission</dt><dd><code>${report.submission}</code></dd>
</dl></section>`;
}

/** One sentence of counts: no score, no verdict. */
function shortly(report: Report): string {
  const findings = report.artefacts.flatMap((e) => e.runs.flatMap((run) => run.result.findings));
  const grave = [...severities].reverse().find((s) => s !== 'info' && findings.some((f) => f.severity === s));
  const graveCount = findings.filter((f) => f.severity === grave).length;
  const found =
    findings.length === 0
      ? 'no indication found by the methods run'
      : `${count(findings.length, 'finding')}${grave === undefined ? '' : ` (${graveCount} ${grave})`}`;
  const gaps = groupGaps(report).filter((gap) => !gap.standing).length;
  return [
    `${count(report.exhibits.length, 'file')} sent, ${count(report.artefacts.length, 'artefact')} examined in all:`,
    `${found}, ${count(collectIndicators(report).length, 'indicator')},`,
    gaps === 0
      ? 'every method ran to its end; each has things it never looks at.'
      : `${count(gaps, 'thing')} not examined.`,
  ].join(' ');
}

function conclusionOf(release: Release) {
  return html`${
    release.withdrawnAt !== null &&
    html`<p class="card withdrawn" role="alert"><strong>Withdrawn ${timeWords(release.withdrawnAt)}.</strong> Do not use it any more.</p>`
  }
<section class="card" aria-labelledby="conclusion"><h2 id="conclusion">Conclusion of the reviewer</h2>
<p class="conclusion">${hostileLines(release.conclusion, 10_000)}</p>
<p class="small soft">Released by ${release.unit.name}, ${timeWords(release.releasedAt)}. A conclusion is a person's; everything below is what programs saw.</p></section>`;
}

function exportsSection(exports: string) {
  return html`<section class="card" aria-labelledby="exports"><h2 id="exports">Take it with you</h2>
<p>Nothing marked sensitive is in these files. Each download is written to the custody log.</p>
<div class="actions"><a class="button plain" href="${exports}/stix">STIX 2.1 bundle</a> <a class="button plain" href="${exports}/misp">MISP event</a> <a class="button plain" href="${exports}/csv">CSV of indicators</a> <a class="button plain" href="${exports}/markdown">Markdown</a></div></section>`;
}
