import { scamKinds, stages } from '../../data/scam/stages.ts';
import type { Finding, Location } from '../contract/index.ts';
import type { PhraseBook } from './phrase-book.ts';
import type { ScamAccount, StageMet } from './read-account.ts';
import type { StageHit } from './read-passage.ts';

/** A finding as an analyzer's sink takes it. */
export type ToldFinding = Omit<Finding, 'evidence' | 'measure'>;

/** Where a hit stands in the artefact: a box of a picture, a span of a text. */
export type Place = (hit: StageHit & { readonly passage: number }) => Location | undefined;

const BASIS =
  'judged by the authors from published police and regulator descriptions; checked on texts, not calibrated on cases';
const QUOTES = 8;

function quote(hit: StageHit): string {
  const doubt = hit.confirmed || hit.source ? '' : ', phrase not confirmed by a native speaker';
  return `“${hit.quote}” (${hit.language}${hit.source ? `, as in: ${hit.source}` : doubt})`;
}

function places(hits: readonly (StageHit & { passage: number })[], place: Place): Location[] {
  // Several rules often meet in the same words.
  const found = new Map<string, Location>();
  for (const hit of hits) {
    const location = place(hit);
    if (location) found.set(JSON.stringify(location), location);
  }
  return [...found.values()].slice(0, 50);
}

function tellStage(met: StageMet, kind: ScamAccount['kind'], place: Place): ToldFinding {
  const { title, detail } = stages[met.stage];
  const quotes = [...new Set(met.hits.map(quote))].slice(0, QUOTES);
  return {
    id: `scam/${met.stage}`,
    title,
    detail: `${detail} Said here: ${quotes.join(' · ')}`.slice(0, 8000),
    severity: met.strength === 'strong' ? 'medium' : met.strength === 'some' ? 'low' : 'info',
    support: {
      question: 'scam-content',
      ratio: met.ratio,
      group: `scam/${met.stage}`,
      basis: BASIS,
      ...(kind ? { kind } : {}),
    },
    locations: places(met.hits, place),
    techniques: [],
  };
}

/** The findings of an account: one per stage met, one for what warns about fraud, one for what was turned round. */
export function tellAccount(account: ScamAccount, place: Place): ToldFinding[] {
  const told = account.stages.map((met) => tellStage(met, account.kind, place));
  if (account.warnings.length > 0) {
    const set = account.setAside.filter((hit) => hit.why === 'warning');
    told.push({
      id: 'scam/warning-text',
      title: 'Text that reads like a warning about fraud',
      detail:
        `Police, banks and regulators use the words of the schemes they warn of, so phrases in this text do not count. ` +
        `Marks of a warning: ${account.warnings
          .flatMap((warning) => warning.said)
          .slice(0, QUOTES)
          .map((said) => `“${said}”`)
          .join(
            ', ',
          )}.${set.length > 0 ? ` Set aside: ${[...new Set(set.map(quote))].slice(0, QUOTES).join(' · ')}` : ''}`.slice(
          0,
          8000,
        ),
      severity: 'info',
      locations: places(set, place),
      techniques: [],
    });
  }
  const negated = account.setAside.filter((hit) => hit.why === 'negated');
  if (negated.length > 0)
    told.push({
      id: 'scam/turned-round',
      title: 'Phrases of known schemes, turned round by their sentence',
      detail:
        `They are denied or advised against, so they do not count: ${[...new Set(negated.map(quote))].slice(0, QUOTES).join(' · ')}`.slice(
          0,
          8000,
        ),
      severity: 'info',
      locations: places(negated, place),
      techniques: [],
    });
  return told;
}

/** In words, for coverage: which rules read the text. */
export function rulesExamined(book: PhraseBook): string {
  return `scam phrases, rules ${book.versions.join(', ')}`;
}

/** The kind of operation in words, for a fact. */
export function kindInWords(account: ScamAccount): string | undefined {
  return account.kind && scamKinds[account.kind];
}
