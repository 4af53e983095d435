import { createHash } from 'node:crypto';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { escapeHtml } from './plain-page.ts';
import { problemKinds } from './problems.ts';

const STYLE = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
code{font-family:ui-monospace,monospace;font-size:.95em}
section{border-top:1px solid #8888;padding:.5rem 0}
h3 code{background:#8882;padding:.1em .4em;border-radius:.3em}
table{border-collapse:collapse}th,td{text-align:left;padding:.2em 1em .2em 0;vertical-align:top}
a:focus-visible{outline:3px solid}`;

/** For the Content-Security-Policy: this style and nothing else. */
export const REFERENCE_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(STYLE)
  .digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The reference as one page without script or outside files, from the same table as the API itself. */
export function referencePage(): string {
  const tags = [...new Set(operations.map((operation) => operation.tag))];
  const contents = tags.map((tag) => `<li><a href="#${tag.toLowerCase()}">${tag}</a></li>`).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Assay API reference</title><style>${STYLE}</style></head>
<body><header><h1>Assay API</h1>
<p>Everything is under <code>/api/v1</code>. Send your key as <code>Authorization: Bearer assay_…</code>.
Refusals are <code>application/problem+json</code>; their codes are listed below.
Machines read <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav aria-label="Contents"><ul>${contents}<li><a href="#errors">Errors</a></li></ul></nav></header>
<main>${tags.map(tagSection).join('\n')}
<h2 id="errors">Errors</h2>${errorTable()}</main></body></html>
`;
}

function tagSection(tag: string): string {
  const rows = operations.filter((operation) => operation.tag === tag).map(section);
  return `<h2 id="${tag.toLowerCase()}">${tag}</h2>\n${rows.join('\n')}`;
}

function section(operation: Operation): string {
  const { id, method, path, summary, description, access, problems } = operation;
  const needs =
    access === 'public' ? 'no key' : access === 'any' ? 'any key' : `scope ${access.join(' or ')}`;
  const query = Object.keys(operation.query?.shape ?? {});
  const lines = [
    ['Needs', needs],
    ['Query', query.join(', ')],
    [
      'Body',
      [
        ...(operation.body?.json ? ['application/json'] : []),
        ...Object.keys(operation.body?.streamed ?? {}),
      ].join(', '),
    ],
    ['Answers', answers(operation)],
    ['Refuses with', problems.join(', ')],
  ].filter(([, value]) => value !== '');
  const table = lines.map(
    ([name, value]) => `<tr><th scope="row">${name}</th><td>${escapeHtml(value ?? '')}</td></tr>`,
  );
  return `<section id="${id}"><h3><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h3>
<p>${escapeHtml(summary)}. ${escapeHtml(description ?? '')}</p><table>${table.join('')}</table></section>`;
}

function answers(operation: Operation): string {
  return Object.entries(operation.responses)
    .map(([status, { description, content }]) => {
      const types = Object.keys(content ?? {}).join(', ');
      return `${status}: ${description}${types === '' ? '' : ` (${types})`}`;
    })
    .join('; ');
}

function errorTable(): string {
  const rows = Object.entries(problemKinds).map(
    ([code, kind]) =>
      `<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${kind.status}</td><td>${escapeHtml(`${kind.title}. ${kind.explain}`)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">What it means</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`;
}
