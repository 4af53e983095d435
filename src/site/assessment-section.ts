import type { Assessment, Finding, Report, Run, Sha256 } from '../contract/index.ts';
import {
  NON_ANSWER_LABELS,
  QUESTION_WORDS,
  type WeightedFinding,
  weightedFindings,
} from '../exchange/index.ts';
import { type Html, hostile, html } from './html.ts';

type Answer = Assessment['answer'];

const ANSWER_LABELS: Readonly<Record<Answer, string>> = {
  supports: 'Support for it',
  'supports-alternative': 'Support against it',
  'no-indication': 'No indication found',
  ...NON_ANSWER_LABELS,
};
/** What a person must see first. */
const ORDER: readonly Answer[] = ['supports', 'supports-alternative', 'inconclusive'];

/** Where on the page a finding stands. */
export function findingAnchor(run: Run, finding: Finding): string {
  return `finding-${run.id}-${run.result.findings.indexOf(finding)}`;
}

/**
 * What the methods say on each question: the statement first, then what it rests on with the weight of each, so that both
 * stand on one screen. Never a bare score. Equal non-answers about several artefacts are told once.
 */
export function assessmentSection(report: Report, names: ReadonlyMap<Sha256, string>): Html {
  const place = (answer: Answer) => (ORDER.includes(answer) ? ORDER.indexOf(answer) : ORDER.length);
  const groups = groupEqual(report.assessments).sort((a, b) => place(a.answer) - place(b.answer));
  return html`<section class="card" aria-labelledby="say"><h2 id="say">What the methods say</h2>
${groups.length === 0 ? html`<p>No method here answers a question about files of this kind. The findings below are observations, not a verdict.</p>` : groups.map((group, n) => oneAnswer(report, group, names, n))}
</section>`;
}

interface Group extends Assessment {
  readonly subjects: readonly Sha256[];
}

/** Those with a ratio stand alone; the others are joined where question, words and limits are the same. */
function groupEqual(assessments: readonly Assessment[]): Group[] {
  const groups = new Map<string, Group>();
  for (const [n, one] of assessments.entries()) {
    const { question, words, limits } = one;
    const key = one.likelihoodRatio ? String(n) : JSON.stringify([question, words, limits]);
    groups.set(key, { ...one, subjects: [...(groups.get(key)?.subjects ?? []), one.subject] });
  }
  return [...groups.values()];
}

function oneAnswer(report: Report, group: Group, names: ReadonlyMap<Sha256, string>, n: number): Html {
  const { answer, question, words, limits, subjects } = group;
  const shown = subjects.slice(0, 3).map((subject) => names.get(subject) ?? subject.slice(0, 12));
  const more = subjects.length - shown.length;
  const answered = group.likelihoodRatio !== undefined;
  return html`<article class="say${answered && ' answered'}" aria-labelledby="say-${n}"><h3 id="say-${n}">${QUESTION_WORDS[question]} <span class="soft small">${shown.map((name, at) => html`${at > 0 && ', '}${hostile(name, 120)}`)}${more > 0 && ` and ${more} more`}</span></h3>
<p class="${answered ? 'lead' : ''}"><span class="chip${answer === 'supports' && ' warn'}">${ANSWER_LABELS[answer]}</span> ${hostile(words, 4000)}</p>
${weightTable(report, group)}
${limits.length > 0 && html`<details class="small"><summary>Known limits of this answer</summary><ul>${limits.map((limit) => html`<li>${hostile(limit)}</li>`)}</ul></details>`}
</article>`;
}

function weightTable(report: Report, assessment: Assessment): Html | undefined {
  const ratio = assessment.likelihoodRatio;
  if (!ratio) return undefined;
  const rows = weightedFindings(report, assessment);
  const missing = assessment.findings.length - rows.length;
  const product = rows.reduce((all, row) => all * row.ratio, 1);
  const digits = (value: number) => Number(value.toPrecision(2));
  return html`<table class="stack weights"><caption>What this rests on. The weights multiply to ${digits(product)}; these methods can carry at most ${digits(ratio.bound)}, for or against.</caption>
<thead><tr><th scope="col">Weight</th><th scope="col">Finding</th><th scope="col">Why this weight</th></tr></thead>
<tbody>${rows.map(weightRow)}</tbody></table>
${missing > 0 && html`<p class="small soft">${missing} more are withheld from this release.</p>`}
<p class="small"><strong>How the weights were got:</strong> ${hostile(ratio.calibration, 1000)}</p>`;
}

function weightRow({ run, finding, ratio, words, basis }: WeightedFinding): Html {
  return html`<tr><td data-label="Weight"><span class="chip weight${ratio >= 2 && ' warn'}">${words}</span></td>
<td data-label="Finding"><a href="#${findingAnchor(run, finding)}">${hostile(finding.title, 200)}</a></td>
<td data-label="Why this weight" class="soft">${hostile(basis, 500)}</td></tr>`;
}
