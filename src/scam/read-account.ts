import { type ScamKind, type StageId, scamKinds, stages } from '../../data/scam/stages.ts';
import type { PhraseBook } from './phrase-book.ts';
import { type ReadPassage, readPassage, type StageHit } from './read-passage.ts';
import type { Strength } from './rule-file.ts';

/** A message, or a text that is said as a whole (a poster, a letter). */
export interface Passage {
  readonly text: string;
  /** Who says it: `left`, `right`, a name. Passages of one speaker form one side of a conversation. */
  readonly speaker?: string;
}

/** One stage as it was met: all its phrases, each with the passage it stands in. */
export interface StageMet {
  readonly stage: StageId;
  /** Of the strongest phrase. */
  readonly strength: Strength;
  /** How much more often the stage is met in scam texts than in ordinary ones: judged, see data/scam/README.md. */
  readonly ratio: number;
  readonly hits: readonly (StageHit & { readonly passage: number })[];
}

export interface ScamAccount {
  /** In the order of the stages of data/scam/stages.ts. */
  readonly stages: readonly StageMet[];
  /** The kind of operation that the stages fit best; absent without stages. */
  readonly kind: ScamKind | undefined;
  /** Passages that warn about fraud rather than commit it: their phrases do not count. */
  readonly warnings: readonly { readonly passage: number; readonly said: readonly string[] }[];
  /** Phrases turned round by their sentence, or inside a warning: shown, never counted. */
  readonly setAside: readonly (StageHit & {
    readonly passage: number;
    readonly why: 'negated' | 'warning';
  })[];
}

/**
 * Judged, not counted: what each strength of phrase is worth. One phrase that ordinary messages use too ("some") stays
 * below 2, where the verbal scale of the ENFSI guideline begins: it takes two such stages, or one that hardly occurs
 * outside schemes, before a text is said to be of that kind.
 */
const RATIO: Readonly<Record<Strength, number>> = { strong: 8, some: 1.9, weak: 1.2 };
const order: Readonly<Record<Strength, number>> = { weak: 0, some: 1, strong: 2 };

/** One mark may be chance ("is a scam" in a quarrel); a short text that names fraud once is still a warning. */
function isWarning(read: ReadPassage, text: string): boolean {
  return read.warnings.length >= 2 || (read.warnings.length === 1 && text.length < 600);
}

function kindOf(met: readonly StageMet[]): ScamKind | undefined {
  const sums = new Map<ScamKind, number>();
  for (const { stage, ratio } of met) {
    const kinds = stages[stage].kinds;
    // A stage that several kinds share says little about which it is.
    for (const kind of kinds) sums.set(kind, (sums.get(kind) ?? 0) + Math.log(ratio) / kinds.length);
  }
  const all = (Object.keys(scamKinds) as ScamKind[]).filter((kind) => sums.has(kind));
  return all.sort((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0))[0];
}

type PlacedHit = StageHit & { readonly passage: number };

interface Gathered {
  strength: Strength;
  hits: PlacedHit[];
}

const MOST_HITS = 50;
const MOST_SET_ASIDE = 200;

/** Keeps the first hits of a stage; one that is stronger than all of them is always among those shown. */
function gather(byStage: Map<StageId, Gathered>, hit: PlacedHit): void {
  const met = byStage.get(hit.stage);
  if (!met) {
    byStage.set(hit.stage, { strength: hit.strength, hits: [hit] });
    return;
  }
  const isStronger = order[hit.strength] > order[met.strength];
  if (isStronger) met.strength = hit.strength;
  if (isStronger && met.hits.length >= MOST_HITS) met.hits[MOST_HITS - 1] = hit;
  else if (met.hits.length < MOST_HITS) met.hits.push(hit);
}

/** Reads the passages of one artefact as the account of a scam. Pure; linear in the text. */
export function readAccount(passages: readonly Passage[], book: PhraseBook): ScamAccount {
  const byStage = new Map<StageId, Gathered>();
  const warnings: { passage: number; said: readonly string[] }[] = [];
  const setAside: (StageHit & { passage: number; why: 'negated' | 'warning' })[] = [];
  passages.forEach(({ text }, passage) => {
    const read = readPassage(text, book);
    const warning = isWarning(read, text);
    if (warning && warnings.length < MOST_SET_ASIDE) warnings.push({ passage, said: read.warnings });
    for (const hit of read.stages) {
      const why = warning ? 'warning' : hit.negated ? 'negated' : undefined;
      if (why === undefined) gather(byStage, { ...hit, passage });
      else if (setAside.length < MOST_SET_ASIDE) setAside.push({ ...hit, passage, why });
    }
  });
  const met = (Object.keys(stages) as StageId[]).flatMap((stage) => {
    const met = byStage.get(stage);
    return met ? [{ stage, strength: met.strength, ratio: RATIO[met.strength], hits: met.hits }] : [];
  });
  return { stages: met, kind: kindOf(met), warnings, setAside };
}
