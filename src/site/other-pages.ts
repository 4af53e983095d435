import type { CustodyEntry } from '../contract/index.ts';
import { hostile, html } from './html.ts';
import { page, type Viewer } from './layout.ts';
import { timeWords } from './words.ts';

/** What went wrong and what to do. Never a stack, a path or another unit's thing. */
export function errorPage(
  title: string,
  message: string,
  places: readonly string[],
  viewer: Viewer | undefined,
): string {
  const body = html`<h1>${title}</h1><div class="card error" role="alert"><p>${hostile(message, 2000)}</p>
${places.length > 0 && html`<ul>${places.map((place) => html`<li>${hostile(place, 500)}</li>`)}</ul>`}</div>
<p><a href="${viewer === undefined ? '/sign-in' : '/submissions'}">${viewer === undefined ? 'Sign in' : 'Back to the submissions'}</a></p>`;
  return page({ title, viewer, body });
}

/** The custody lines of one submission. */
export function custodyPage(
  viewer: Viewer,
  submission: string,
  lines: readonly CustodyEntry[],
  next: string | undefined,
): string {
  const body = html`<h1>Custody log</h1><p>Submission <a href="/submissions/${submission}"><code>${submission}</code></a>. Each line holds the hash of the line before it: <code>assay verify-custody</code> proves that none was altered, removed or reordered.</p>
<div class="card scroll"><table class="stack"><caption>Oldest first</caption><thead><tr><th scope="col">No.</th><th scope="col">When</th><th scope="col">Event</th><th scope="col">Who</th><th scope="col">What for</th><th scope="col">Artefact</th></tr></thead><tbody>
${lines.map((l) => html`<tr><td data-label="No.">${l.seq}</td><td data-label="When">${timeWords(l.at)}</td><td data-label="Event">${l.event}</td><td data-label="Who">${hostile(l.actor, 100)}<br><span class="soft small">${l.role}</span></td><td data-label="What for">${hostile(l.purpose, 500)}<br><span class="soft small">${hostile(l.tool, 100)}</span></td><td data-label="Artefact"><code>${l.sha256?.slice(0, 12)}</code></td></tr>`)}</tbody></table></div>
${next && html`<p><a class="button plain" href="${next}">Later</a></p>`}`;
  return page({ title: 'Custody log', viewer, here: '/submissions', body });
}
