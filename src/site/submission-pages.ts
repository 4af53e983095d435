import { labelOf, markings, type Submission, submissionStates } from '../contract/index.ts';
import { type Html, hostile, html } from './html.ts';
import { csrf, page, tlp, uploadToken, type Viewer } from './layout.ts';
import { titleOf } from './report-parts.ts';
import { bytesWords, count, MARKING_WORDS, STATE_WORDS, timeWords } from './words.ts';

export interface ListQuery {
  readonly state: string;
  readonly caseReference: string;
}

/** The unit's submissions, newest first. */
export function listPage(
  viewer: Viewer,
  rows: readonly Submission[],
  query: ListQuery,
  next: string | undefined,
): string {
  const states = submissionStates.map(
    (state) =>
      html`<option value="${state}"${state === query.state && html` selected`}>${STATE_WORDS[state]}</option>`,
  );
  const body = html`<h1>Submissions</h1>
<form class="row" method="get" action="/submissions" role="search">
<div><label for="state">State</label><select id="state" name="state"><option value="">All</option>${states}</select></div>
<div><label for="case">Case reference</label><input id="case" name="caseReference" type="search" value="${query.caseReference}" maxlength="200"></div>
<button class="plain">Show</button></form>
${rows.length === 0 ? html`<p class="card">Nothing here${query.state !== '' || query.caseReference !== '' ? ' with this state and case reference' : ' yet'}. ${viewer.principal.scopes.has('submit') && html`<a href="/upload">Send files</a> to have them examined.`}</p>` : table(rows)}
${next && html`<p><a class="button plain" href="${next}">Older</a></p>`}`;
  return page({ title: 'Submissions', viewer, here: '/submissions', body });
}

function table(rows: readonly Submission[]): Html {
  return html`<div class="card scroll"><table class="stack"><caption>Newest first</caption><thead><tr><th scope="col">What</th><th scope="col">State</th><th scope="col">Case</th><th scope="col">Marking</th><th scope="col">Received</th></tr></thead><tbody>
${rows.map(
  (s) => html`<tr><td><a href="/submissions/${s.id}">${hostile(titleOf(s.exhibits), 120)}</a></td>
<td data-label="State"><span class="chip${s.state === 'reported' ? ' good' : s.state === 'cancelled' ? ' bad' : ' warn'}">${STATE_WORDS[s.state]}</span></td>
<td data-label="Case">${s.caseReference && hostile(s.caseReference, 100)}</td><td data-label="Marking">${tlp(s.marking)}</td>
<td data-label="Received">${timeWords(s.createdAt)}</td></tr>`,
)}</tbody></table></div>`;
}

/** The form to send files. Works without any script. */
export function uploadPage(viewer: Viewer, problem?: string): string {
  const body = html`<h1>Send files</h1>
<p class="lead">Photos, videos, sound, screenshots, app packages, or archives of them. The originals are kept unchanged, and every step is written to the custody log.</p>
${problem && html`<p class="card error" role="alert">${problem}</p>`}
<form class="card" method="post" action="/upload?form=${uploadToken(viewer)}" enctype="multipart/form-data">
<label for="caseReference">Case reference</label><input type="text" id="caseReference" name="caseReference" maxlength="200" autocomplete="off">
<label for="source">Where it came from</label><input type="text" id="source" name="source" maxlength="500" autocomplete="off" placeholder="victim's phone, seized server, …">
<label for="marking">Marking (TLP)</label>
<select id="marking" name="marking" aria-describedby="marking-hint"><option value="">Not said (taken as TLP:AMBER+STRICT)</option>${[...markings].reverse().map((m) => html`<option value="${m}">${labelOf(m)}: ${MARKING_WORDS[m]}</option>`)}</select>
<p class="hint" id="marking-hint">It cannot be widened later: ask whoever supplied the files.</p>
<label for="priority">Priority</label><select id="priority" name="priority"><option value="0">Routine</option><option value="5">Soon</option><option value="9">Urgent</option></select>
<label for="archivePassword">Password of a locked archive, if there is one</label><input type="text" id="archivePassword" name="archivePassword" maxlength="200" autocomplete="off" spellcheck="false">
<p class="hint">“infected” is tried anyway.</p>
<label for="note">Note</label><textarea id="note" name="note" maxlength="10000"></textarea>
<label for="file">Files</label><input type="file" id="file" name="file" multiple required>
<p class="hint">Several at once are one submission with one report.</p>
<div class="actions"><button>Send for examination</button></div></form>`;
  return page({ title: 'Send files', viewer, here: '/upload', body });
}

/** What a submission is doing while there is no report yet. Reloads itself without the script; with it, asks quietly. */
export function progressPage(viewer: Viewer, s: Submission): string {
  const body = html`<h1>${hostile(titleOf(s.exhibits), 200)}</h1>
<section class="card" data-progress="/submissions/${s.id}/progress" aria-labelledby="state">
<h2 id="state">${STATE_WORDS[s.state]}</h2>
<progress aria-labelledby="state" max="${Math.max(1, s.progress.runsTotal)}" value="${s.progress.runsEnded}"></progress>
<p role="status" data-words>${progressWords(s)}</p>
<p class="soft small">This page turns into the report when all methods have ended. You can close it: the work goes on.</p>
</section>
<section class="card"><h2>Received ${timeWords(s.createdAt)}</h2>
<ul>${s.exhibits.map((e) => html`<li>${hostile(e.claimedName, 300)} <span class="soft">${bytesWords(e.bytes)}</span> ${tlp(e.marking)}<br><code class="soft">${e.sha256}</code></li>`)}</ul></section>
${viewer.principal.scopes.has('submit') && html`<form class="actions" method="post" action="/submissions/${s.id}/cancel">${csrf(viewer)}<button class="danger">Stop the examination</button> <span class="soft small">What was learned so far becomes the report.</span></form>`}`;
  const head = html`<noscript><meta http-equiv="refresh" content="4"></noscript>`;
  return page({ title: 'In progress', viewer, marking: s.marking, here: '/submissions', head, body });
}

export function progressWords({ progress, state }: Submission): string {
  if (state === 'queued') return 'Waiting for a free place.';
  return `${progress.runsEnded} of ${count(progress.runsTotal, 'run')} ended; ${count(progress.artefacts, 'artefact')} so far. More may be found inside.`;
}

/** Under a report of the own unit: further actions and earlier releases. */
export function actionsSection(viewer: Viewer, id: string, revision: number, releases: Html): Html {
  const earlier = Array.from({ length: revision - 1 }, (_, n) => n + 1);
  return html`<section class="card" aria-labelledby="more"><h2 id="more">More</h2>
${releases}
<div class="actions">${viewer.principal.scopes.has('read') || viewer.principal.scopes.has('review') ? html`<a class="button plain" href="/submissions/${id}/custody">Custody log</a>` : ''}
${viewer.principal.scopes.has('submit') && html`<form method="post" action="/submissions/${id}/reanalyse">${csrf(viewer)}<button class="plain">Examine again</button></form>`}
${earlier.map((n) => html`<a href="/submissions/${id}?revision=${n}">Revision ${n}</a>`)}</div></section>`;
}
