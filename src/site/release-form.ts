import { type Audience, labelOf, markings, type Report } from '../contract/index.ts';
import { collectIndicators, defang } from '../exchange/index.ts';
import { audiencesOf, narrowestMarking, type Unit } from '../library/index.ts';
import { type Html, hostile, html } from './html.ts';
import { csrf, type Viewer } from './layout.ts';
import { count, KIND_WORDS } from './words.ts';

const MOST = 300;
const AUDIENCE_WORDS: Readonly<Record<Audience['kind'], string>> = {
  own: 'My own unit',
  units: 'The units ticked below',
  everyone: 'Every unit on this server',
};

/** The form with which a reviewer puts the report on the shelf of the library. */
export function releaseForm(
  report: Report,
  units: readonly Pick<Unit, 'id' | 'name'>[],
  viewer: Viewer,
): Html {
  const floor = narrowestMarking(report);
  const allowed = markings.slice(markings.indexOf(floor));
  const audiences = audiencesOf(floor);
  const others = units.filter((unit) => unit.id !== viewer.principal.unit.id);
  return html`<form class="card" method="post" action="/submissions/${report.submission}/release" aria-labelledby="release">
<h2 id="release">Release to the library</h2>${csrf(viewer)}
<p>The conclusion is yours. Other units will see hashes, findings, indicators and limits. They will not see claimed names, case reference, source, note, anything marked sensitive, or pictures in which something sensitive was seen.</p>
<label for="conclusion-text">Your conclusion, in words</label>
<textarea id="conclusion-text" name="conclusion" required maxlength="10000" aria-describedby="conclusion-hint"></textarea>
<p class="hint" id="conclusion-hint">Say what you conclude, on what it rests, and what speaks against it. No personal data of victims.</p>
<label for="marking">Marking</label>
<select id="marking" name="marking">${allowed.map((m) => html`<option value="${m}">${labelOf(m)}</option>`)}</select>
<p class="hint">This submission is ${labelOf(floor)}. Only whoever supplied it may widen that.</p>
<fieldset><legend>Who may see it</legend>
${audiences.map((kind, n) => html`<label class="tick"><input type="radio" name="audience" value="${kind}" required${n === 0 && html` checked`}> ${AUDIENCE_WORDS[kind]}</label>`)}
${audiences.includes('units') && html`<div role="group" aria-label="Units">${others.map((unit) => html`<label class="tick"><input type="checkbox" name="unit" value="${unit.id}"> ${unit.name}</label>`)}${others.length === 0 && html`<p class="hint">There is no other unit on this server yet.</p>`}</div>`}
${audiences.length === 1 && html`<p class="hint">${labelOf(floor)} stays in your own unit.</p>`}</fieldset>
${actionable(report)}
<div class="actions"><button>Release</button></div></form>`;
}

function actionable(report: Report): Html {
  const choices = collectIndicators(report).filter((i) => !i.sensitive && i.kind !== 'file');
  const row = (name: string, words: Html) =>
    html`<label class="tick"><input type="checkbox" name="actionable" value="${name}"> <span>${words}</span></label>`;
  const files = report.artefacts.map(({ artefact }) =>
    row(
      `file:${artefact.sha256}`,
      html`File <code>${artefact.sha256}</code> <span class="soft">${artefact.mediaTypes[0] ?? 'not identified'}</span>`,
    ),
  );
  const values = choices.map((i) =>
    row(
      `${i.kind}:${i.value}`,
      html`${KIND_WORDS[i.kind]} <span class="mono">${hostile(defang(i.kind, i.value), 300)}</span>`,
    ),
  );
  const all = [...values, ...files];
  return html`<details><summary>Indicators that others should act on (${count(all.length, 'candidate')})</summary>
<p class="hint">Tick only what you judged yourself: receivers may block it. An app becomes malware in exports only when its own file is ticked.</p>
${all.slice(0, MOST)}${all.length > MOST && html`<p class="hint">The first ${MOST} are shown. Use the API to name others.</p>`}</details>`;
}
