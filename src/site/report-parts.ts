import type { Exhibit, Finding, Location, Report, Run, Sha256 } from '../contract/index.ts';
import { groupGaps, measureWords, NON_ANSWER_LABELS, NON_ANSWER_WORDS } from '../exchange/index.ts';
import { findingAnchor } from './assessment-section.ts';
import { type Html, hostile, hostileLines, html } from './html.ts';
import { count, SEVERITY_WORDS } from './words.ts';

/** Where the files of a report are served: own unit's, or those of a release. */
export type EvidenceAddress = (run: string, evidence: string) => string;

/** Most of one kind that a page lists; the rest is in the JSON report and the CSV. */
const MOST = 500;
const ORDER = ['high', 'medium', 'low', 'info'] as const;

/** The name to call an artefact by: an exhibit's, or the one it had inside its parent. */
export function namesOf(report: Report): ReadonlyMap<Sha256, string> {
  const names = new Map<Sha256, string>();
  for (const edge of report.edges) if (!names.has(edge.child)) names.set(edge.child, edge.claimedName);
  for (const exhibit of report.exhibits) names.set(exhibit.sha256, exhibit.claimedName);
  return names;
}

export function titleOf(exhibits: readonly Exhibit[]): string {
  const first = exhibits[0]?.claimedName ?? 'Nothing';
  return exhibits.length > 1 ? `${first} and ${count(exhibits.length - 1, 'more file')}` : first;
}

/** What nobody looked at: as prominent as what was found. What is never looked at in any file stands below, by itself. */
export function gapSection(report: Report): Html {
  const all = groupGaps(report);
  const gaps = all.filter((gap) => !gap.standing);
  const standing = all.filter((gap) => gap.standing);
  const names = namesOf(report);
  const reasons = [...new Set(gaps.map((gap) => gap.reason))];
  return html`<section class="card gaps" aria-labelledby="gaps"><h2 id="gaps">What was not examined</h2>
${gaps.length === 0 ? html`<p>Every method that reads files of these kinds ran to its end.</p>` : html`<p>${count(gaps.length, 'thing')} nobody looked at, or not to the end. Nothing follows from silence about them.</p><ul>${gaps.slice(0, MOST).map((gap) => gapItem(gap, names))}</ul>`}
${gaps.length > MOST && html`<p>${gaps.length - MOST} more are in the JSON report.</p>`}
${reasons.length > 0 && html`<details class="small"><summary>What these words mean</summary><ul>${reasons.map((r) => html`<li>${NON_ANSWER_WORDS[r]}</li>`)}</ul></details>`}
${standing.length > 0 && html`<h3>What these methods never look at, in any file</h3><ul class="small">${standing.slice(0, MOST).map((gap) => html`<li>${hostile(gap.what, 300)}</li>`)}</ul>`}
</section>`;
}

function gapItem(gap: ReturnType<typeof groupGaps>[number], names: ReadonlyMap<Sha256, string>): Html {
  const shown = gap.subjects.slice(0, 3).map((s) => hostile(names.get(s) ?? s.slice(0, 12), 120));
  const more = gap.subjects.length - shown.length;
  const subject =
    shown.length > 0 &&
    html` in ${shown.map((name, n) => html`${n > 0 && ', '}${name}`)}${more > 0 && ` and ${more} more`}`;
  return html`<li><strong>${hostile(gap.what, 300)}</strong>${subject} <span class="chip">${NON_ANSWER_LABELS[gap.reason]}</span><br><span class="soft">${hostile(gap.detail, 1000)}</span></li>`;
}

/** Findings by artefact, gravest first, each with its evidence. */
export function findingSection(report: Report, address: EvidenceAddress): Html {
  const names = namesOf(report);
  const parts = report.artefacts.flatMap(({ artefact, runs }) => {
    const found = runs.flatMap((run) => run.result.findings.map((finding) => ({ run, finding })));
    const pictures = runs.map((run) => restOfEvidence(run, address));
    if (found.length === 0 && runs.every((run) => run.result.evidence.length === 0)) return [];
    found.sort((a, b) => ORDER.indexOf(a.finding.severity) - ORDER.indexOf(b.finding.severity));
    return html`<section class="card"><h3>${hostile(names.get(artefact.sha256) ?? 'unnamed', 200)} <code class="soft">${artefact.sha256.slice(0, 12)}</code></h3>
${found.slice(0, MOST).map(({ run, finding }) => oneFinding(run, finding, address))}
${found.length > MOST && html`<p>${found.length - MOST} more findings are in the JSON report.</p>`}
${pictures}</section>`;
  });
  return html`<section aria-labelledby="found"><h2 id="found">What was found</h2>
${parts.length === 0 ? html`<p class="card">No indication found by the methods run.</p>` : parts}</section>`;
}

function oneFinding(run: Run, finding: Finding, address: EvidenceAddress): Html {
  const measure = measureWords(finding);
  const all = [...new Set(finding.locations.map(placeWords))];
  const places = all.slice(0, 5);
  const more = all.length - places.length;
  const missing = finding.evidence.filter((id) => !run.result.evidence.some((e) => e.id === id)).length;
  return html`<article class="finding" id="${findingAnchor(run, finding)}"><h4><span class="chip sev-${finding.severity}">${SEVERITY_WORDS[finding.severity]}</span> ${hostile(finding.title, 300)}</h4>
${finding.detail !== '' && html`<p>${hostileLines(finding.detail)}</p>`}
<p class="small soft">${measure !== '' && html`${hostile(measure)} · `}${run.analyzer} ${run.version}${places.length > 0 && html` · where: ${places.map((p, n) => html`${n > 0 && '; '}${hostile(p, 300)}`)}${more > 0 && ` and ${more} more places`}`}${finding.techniques.length > 0 && html` · ATT&amp;CK ${finding.techniques.join(', ')}`}</p>
${missing > 0 && html`<p class="small soft">${count(missing, 'evidence file')} withheld from this release.</p>`}
${figures(run, finding.evidence, address)}</article>`;
}

/** Evidence that no finding names. */
function restOfEvidence(run: Run, address: EvidenceAddress): Html | undefined {
  const named = new Set(run.result.findings.flatMap((finding) => finding.evidence));
  const ids = run.result.evidence.map((file) => file.id).filter((id) => !named.has(id));
  return figures(run, ids, address);
}

function figures(run: Run, ids: readonly string[], address: EvidenceAddress): Html | undefined {
  const files = run.result.evidence.filter((file) => ids.includes(file.id)).slice(0, 50);
  if (files.length === 0) return undefined;
  return html`<div class="pictures">${files.map((file) => {
    const src = address(run.id, file.id);
    const kind = file.mediaType.split('/')[0];
    const shown =
      kind === 'image'
        ? html`<a href="${src}"><img src="${src}" alt="${file.caption.replace(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, '')}" loading="lazy"></a>`
        : kind === 'video'
          ? html`<video src="${src}" controls preload="none"></video>`
          : kind === 'audio'
            ? html`<audio src="${src}" controls preload="none"></audio>`
            : html`<p><a href="${src}">Open ${file.mediaType}</a></p>`;
    return html`<figure>${shown}<figcaption>${hostile(file.caption, 500)}</figcaption></figure>`;
  })}</div>`;
}

function placeWords(place: Location): string {
  switch (place.kind) {
    case 'bytes':
      return `byte ${place.offset}`;
    case 'entry':
      return place.path;
    case 'method':
      return `${place.class}.${place.method}`;
    case 'page':
      return `page ${place.page}`;
    case 'text':
      return `characters ${place.start} to ${place.end}`;
    case 'box':
      return `pixels ${Math.round(place.x)}, ${Math.round(place.y)} (${Math.round(place.width)} × ${Math.round(place.height)})`;
    case 'frame':
      return `frame ${place.frame} at ${(place.atMs / 1000).toFixed(2)} s`;
    case 'track':
      return `track ${place.track}`;
    case 'span':
      return `${(place.startMs / 1000).toFixed(2)} to ${(place.endMs / 1000).toFixed(2)} s`;
  }
}
