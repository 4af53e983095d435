import { createHash } from 'node:crypto';
import { labelOf, type Marking, type Principal } from '../contract/index.ts';
import { Html, html, type Part } from './html.ts';
import { MARKING_WORDS } from './words.ts';

/** Who looks at a page. */
export interface Viewer {
  readonly principal: Principal;
  readonly csrfToken: string;
}

export interface PageParts {
  readonly title: string;
  readonly viewer?: Viewer | undefined;
  /** Label at head and foot of the page (FIRST, TLP 2.0: header and footer of each page). */
  readonly marking?: Marking | undefined;
  readonly head?: Part;
  readonly here?: '/submissions' | '/upload' | '/library';
  readonly body: Part;
}

/** A whole page. Styles and script come from own addresses; it works without the script. */
export function page(parts: PageParts): string {
  const { title, viewer, marking, head, here, body } = parts;
  const label = marking === undefined ? undefined : tlpBar(marking);
  const whole = html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${title} · Assay</title>
<link rel="stylesheet" href="/assets/site.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<script src="/assets/site.js" defer></script>
${head}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
${label}
<header class="top">
<a class="brand" href="${viewer === undefined ? '/sign-in' : '/submissions'}">Assay</a>
${viewer === undefined ? undefined : navigation(viewer, here)}
</header>
<main id="main" tabindex="-1">
${body}
</main>
<footer class="bottom"><p>Scores and findings come from programs; conclusions come from people.</p></footer>
${label}
</body>
</html>
`;
  return whole.text;
}

function navigation(viewer: Viewer, here: PageParts['here']): Html {
  const { principal } = viewer;
  const link = (href: NonNullable<PageParts['here']>, words: string) =>
    html`<li><a href="${href}" ${href === here ? new Html('aria-current="page"') : undefined}>${words}</a></li>`;
  return html`<nav aria-label="Main"><ul>
${link('/submissions', 'Submissions')}
${principal.scopes.has('submit') && link('/upload', 'Send files')}
${link('/library', 'Library')}
</ul></nav>
<form class="who" method="post" action="/sign-out">${csrf(viewer)}<span>${principal.unit.name}</span> <button class="quiet">Sign out</button></form>`;
}

/** The hidden field that proves a form came from our own page. First in every form. */
export function csrf(viewer: Viewer): Html {
  return html`<input type="hidden" name="csrf" value="${viewer.csrfToken}">`;
}

/**
 * Proof in the address of the upload form, where files come before anything can be compared. Derived one way from the
 * session's token, so that an address in a log gives nothing away.
 */
export function uploadToken(viewer: Viewer): string {
  return createHash('sha256').update(`upload ${viewer.csrfToken}`).digest('base64url');
}

/** Black bar with the label in FIRST's colour, never translated, at the right edge. */
function tlpBar(marking: Marking): Html {
  return html`<div class="tlp" role="note" aria-label="Traffic Light Protocol">${tlp(marking)}<span class="tlp-words">${MARKING_WORDS[marking]}</span></div>`;
}

export function tlp(marking: Marking): Html {
  return html`<span class="tlp-label tlp-${marking.replace('+', '-')}" lang="en" translate="no">${labelOf(marking)}</span>`;
}
