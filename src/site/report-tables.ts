import type { Report, Run } from '../contract/index.ts';
import {
  type CollectedIndicator,
  collectIndicators,
  defang,
  type TreeRow,
  treeRows,
} from '../exchange/index.ts';
import { Html, hostile, html } from './html.ts';
import { tlp } from './layout.ts';
import {
  bytesWords,
  CHECK_WORDS,
  count,
  FAILURE_WORDS,
  KIND_WORDS,
  STANDING_WORDS,
  timeWords,
} from './words.ts';

const MOST = 500;

/** Indicators, defanged; the raw value is only in an attribute, for the copy button, and in the CSV. */
export function indicatorSection(report: Report, csv: string): Html {
  const all = collectIndicators(report);
  const rows = all.slice(0, MOST).map(indicatorRow);
  const kinds = [...new Set(all.map((i) => i.standing))];
  return html`<section class="card" aria-labelledby="indicators"><h2 id="indicators">Indicators</h2>
${
  all.length === 0
    ? html`<p>No value that others could match on was found.</p>`
    : html`<div class="scroll"><table class="stack"><caption>${count(all.length, 'value')}, written so that nothing links to them (hxxp, [.]).</caption>
<thead><tr><th scope="col">Kind</th><th scope="col">Value</th><th scope="col">Standing</th><th scope="col">Read correctly</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
}
${all.length > MOST && html`<p>${all.length - MOST} more are in the CSV.</p>`}
${kinds.length > 0 && html`<details class="small"><summary>What the standing means</summary><ul>${kinds.map((k) => html`<li>${STANDING_WORDS[k]}</li>`)}</ul></details>`}
<div class="actions"><a class="button plain" href="${csv}">Download CSV</a></div></section>`;
}

function indicatorRow(i: CollectedIndicator): Html {
  const copy = i.sensitive ? undefined : html` data-copy="${i.value}"`;
  return html`<tr><td data-label="Kind">${KIND_WORDS[i.kind]}${i.subtype && html` <span class="soft">${hostile(i.subtype, 60)}</span>`}</td>
<td data-label="Value" class="value mono"><span${copy}>${hostile(defang(i.kind, i.value), 600)}</span>${i.sensitive && html` <span class="chip bad">Sensitive: never leaves your unit</span>`}${i.reading !== undefined && i.reading !== i.value && html`<br><span class="soft small">as it stood: ${hostile(defang(i.kind, i.reading), 300)}</span>`}</td>
<td data-label="Standing"><span class="chip${i.standing === 'actionable' ? ' warn' : ''}">${i.standing}</span></td>
<td data-label="Read correctly">${Math.round(i.confidence)} %${i.check !== 'none' && html`<br><span class="soft small">${CHECK_WORDS[i.check]}</span>`}</td></tr>`;
}

/** The tree as nested lists, so that a screen reader tells the level. */
export function treeSection(report: Report): Html {
  const rows = treeRows(report);
  return html`<section class="card" aria-labelledby="tree"><h2 id="tree">Artefacts</h2>
<p class="soft small">What was sent, and what was found inside it. Names are as claimed: they may lie.</p>
${nested(rows, 0, rows.length, 0, report, 'tree')}</section>`;
}

function nested(
  rows: readonly TreeRow[],
  from: number,
  to: number,
  depth: number,
  report: Report,
  kind?: string,
): Html {
  const items: Html[] = [];
  for (let at = from; at < to; ) {
    let end = at + 1;
    while (end < to && rows[end]!.depth > depth) end++;
    const below = end > at + 1 ? nested(rows, at + 1, end, depth + 1, report) : undefined;
    items.push(html`<li>${artefactLine(rows[at]!, report)}${below}</li>`);
    at = end;
  }
  return html`<ul${kind === undefined ? undefined : new Html(` class="${kind}"`)}>${items}</ul>`;
}

function artefactLine(row: TreeRow, report: Report): Html {
  const entry = report.artefacts.find(({ artefact }) => artefact.sha256 === row.sha256);
  const exhibit =
    row.relation === 'exhibit' ? report.exhibits.find((e) => e.sha256 === row.sha256) : undefined;
  const types = entry?.artefact.mediaTypes.join(', ') || 'not identified';
  const words = {
    exhibit: 'exhibit',
    'extracted-from': 'inside',
    'frame-of': 'frame',
    'audio-of': 'sound track',
  };
  return html`<span class="chip">${words[row.relation]}</span> <strong>${hostile(row.claimedName, 300)}</strong> <span class="soft">${types}, ${bytesWords(entry?.artefact.bytes ?? 0)}</span>
${exhibit && tlp(exhibit.marking)}${row.again && html` <span class="soft">(listed above)</span>`}<br><code class="soft">${row.sha256}</code>`;
}

/** Every run, also the failed ones: silence must not read as clean. */
export function runSection(report: Report): Html {
  const runs = report.artefacts.flatMap((entry) => entry.runs);
  const weak = runs.some((run) => run.isolation === 'process');
  return html`<section class="card" aria-labelledby="runs"><h2 id="runs">How it was examined</h2>
${weak && html`<p class="say"><strong>Weak isolation.</strong> Some methods ran in a plain process without a jail, because this machine does not allow one.</p>`}
<div class="scroll"><table class="stack"><caption>${count(runs.length, 'run')}: each is one method on one artefact.</caption>
<thead><tr><th scope="col">Method</th><th scope="col">On</th><th scope="col">Ended</th><th scope="col">When</th><th scope="col">Held in</th></tr></thead>
<tbody>${runs.slice(0, MOST).map(runRow)}</tbody></table></div>
${runs.length > MOST && html`<p>${runs.length - MOST} more are in the JSON report.</p>`}</section>`;
}

function runRow(run: Run): Html {
  const models = Object.entries(run.models);
  const ended =
    run.status === 'completed'
      ? html`<span class="chip good">completed</span>`
      : html`<span class="chip ${run.status === 'failed' ? 'bad' : 'warn'}">${run.status}</span> ${run.failure && FAILURE_WORDS[run.failure]} <span class="soft small">${run.detail && hostile(run.detail, 500)}</span>`;
  return html`<tr><td data-label="Method">${run.analyzer} ${run.version}${models.map(([name, hash]) => html`<br><span class="soft small">model ${name} <code>${hash.slice(0, 12)}</code></span>`)}</td>
<td data-label="On"><code>${run.subject.slice(0, 12)}</code></td><td data-label="Ended">${ended}</td>
<td data-label="When">${timeWords(run.startedAt)}<br><span class="soft small">${(run.durationMs / 1000).toFixed(2)} s${run.attempts > 1 && `, ${run.attempts} attempts`}${run.reused && html`; reused: the result is from ${timeWords(run.finishedAt)}`}</span></td>
<td data-label="Held in">${run.isolation}</td></tr>`;
}
