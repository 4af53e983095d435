import { type IndicatorKind, indicatorKinds, type Release } from '../contract/index.ts';
import type { ReleaseSummary } from '../library/index.ts';
import { type Html, hostile, html } from './html.ts';
import { csrf, page, tlp, type Viewer } from './layout.ts';
import { KIND_WORDS, timeWords } from './words.ts';

export interface LibraryQuery {
  readonly q: string;
  readonly indicator: string;
  readonly sha256: string;
  readonly kind: string;
  readonly since: string;
  readonly until: string;
}

/** Search over what was released to this unit. */
export function libraryPage(
  viewer: Viewer,
  found: readonly ReleaseSummary[],
  query: LibraryQuery,
  next: string | undefined,
  problem: string | undefined,
): string {
  const kinds = indicatorKinds.map(
    (k) => html`<option value="${k}"${k === query.kind && html` selected`}>${KIND_WORDS[k]}</option>`,
  );
  const field = (name: keyof LibraryQuery, label: string, type: string) =>
    html`<div><label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" value="${query[name]}" maxlength="4200"></div>`;
  const body = html`<h1>Library</h1>
<p class="lead">Reports that reviewers released to your unit, and your own releases.</p>
<form class="card" method="get" action="/library" role="search">
<div class="row">${field('q', 'Words', 'search')}${field('indicator', 'Indicator (defanged is fine)', 'search')}</div>
<div class="row">${field('sha256', 'SHA-256', 'search')}<div><label for="kind">With indicators of kind</label><select id="kind" name="kind"><option value="">Any</option>${kinds}</select></div>
${field('since', 'Released from', 'date')}${field('until', 'before', 'date')}<button>Search</button></div></form>
${problem && html`<p class="card error" role="alert">${problem}</p>`}
<p role="status" class="soft">${found.length === 0 ? 'Nothing found that your unit may see.' : `${found.length}${next === undefined ? '' : '+'} on this page, newest first.`}</p>
<ul class="cards">${found.map(card)}</ul>
${next && html`<p><a class="button plain" href="${next}">Older</a></p>`}`;
  return page({ title: 'Library', viewer, here: '/library', body });
}

function card(release: ReleaseSummary): Html {
  return html`<li class="card"><h2><a href="/library/${release.id}">${hostile(firstLine(release.conclusion), 160)}</a></h2>
<p>${tlp(release.marking)} <span class="soft">${release.unit.name}, ${timeWords(release.releasedAt)}</span></p>
<p class="small">${release.kinds.map((kind: IndicatorKind) => html`<span class="chip">${KIND_WORDS[kind]}</span> `)}</p></li>`;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

/** Releases of one submission, as its own unit sees them. */
export function releaseList(releases: readonly ReleaseSummary[]): Html {
  if (releases.length === 0)
    return html`<p class="soft">Not released: only your own unit sees this report.</p>`;
  return html`<ul>${releases.map((r) => html`<li><a href="/library/${r.id}">Released ${timeWords(r.releasedAt)}</a> ${tlp(r.marking)}${r.withdrawnAt !== null && html` <span class="chip bad">withdrawn</span>`}</li>`)}</ul>`;
}

export function withdrawForm(viewer: Viewer, release: Release): Html | undefined {
  const own = release.unit.id === viewer.principal.unit.id && viewer.principal.scopes.has('review');
  if (!own || release.withdrawnAt !== null) return undefined;
  return html`<form class="card" method="post" action="/library/${release.id}/withdraw">${csrf(viewer)}<h2>Withdraw</h2>
<p>Takes it off the shelf. Other units will see only that it was withdrawn; their next STIX export revokes the report.</p>
<div class="actions"><button class="danger">Withdraw this release</button></div></form>`;
}
