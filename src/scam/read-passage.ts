import type { StageId } from '../../data/scam/stages.ts';
import { findPhrases, type PhraseHit } from './find-phrases.ts';
import { foldText } from './fold-text.ts';
import type { PhraseBook } from './phrase-book.ts';
import type { Strength } from './rule-file.ts';

/** A phrase of a stage, as it stands in a passage. */
export interface StageHit {
  readonly stage: StageId;
  readonly strength: Strength;
  readonly language: string;
  /** The rule, as its author wrote it. */
  readonly rule: string;
  readonly confirmed: boolean;
  readonly source: string | undefined;
  /** The words of the artefact, in full sentence where that is short. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  /** Turned round by its sentence: "never pay …". */
  readonly negated: boolean;
}

export interface ReadPassage {
  readonly stages: readonly StageHit[];
  /** Distinct phrases that mark a warning about fraud. */
  readonly warnings: readonly string[];
}

const QUOTE = 160;

/** The line or sentence around a hit, cut to what a person reads at a glance. */
function quoteOf(text: string, start: number, end: number): string {
  const floor = Math.max(0, start - QUOTE / 2);
  const roof = Math.min(text.length, end + QUOTE / 2);
  const before = text.slice(floor, start);
  const after = text.slice(end, roof);
  const cutBefore = before.search(/[^\n.!?。！？]*$/);
  const cutAfter = after.search(/[\n.!?。！？]/);
  const from = floor + cutBefore;
  const to = cutAfter < 0 ? roof : end + cutAfter + 1;
  return text
    .slice(from, Math.min(to, from + 2 * QUOTE))
    .replace(/\s+/g, ' ')
    .trim();
}

/** "Do not tell anyone" is what a phrase says, not what turns it round. */
function isPartOf(negation: PhraseHit, hit: PhraseHit): boolean {
  return negation.start >= hit.start && negation.end <= hit.end;
}

/** Reads one passage: a message, or a text that is said as a whole. Linear in its length. */
export function readPassage(text: string, book: PhraseBook): ReadPassage {
  const hits = findPhrases(foldText(text), text, book);
  const negations = new Map<number, PhraseHit[]>();
  for (const hit of hits)
    if (hit.phrase.meaning.type === 'negation') {
      const own = negations.get(hit.sentence) ?? [];
      if (own.length < 20) own.push(hit);
      negations.set(hit.sentence, own);
    }
  const stages: StageHit[] = [];
  const warnings = new Set<string>();
  for (const hit of hits) {
    const { phrase } = hit;
    if (phrase.meaning.type === 'warning') warnings.add(phrase.say);
    if (phrase.meaning.type !== 'stage') continue;
    stages.push({
      stage: phrase.meaning.stage,
      strength: phrase.meaning.strength,
      language: phrase.language,
      rule: phrase.say,
      confirmed: phrase.confirmed,
      source: phrase.source,
      quote: quoteOf(text, hit.start, hit.end),
      start: hit.start,
      end: hit.end,
      negated: (negations.get(hit.sentence) ?? []).some((negation) => !isPartOf(negation, hit)),
    });
  }
  return { stages, warnings: [...warnings] };
}
