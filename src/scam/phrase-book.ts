import type { StageId } from '../../data/scam/stages.ts';
import { expandPhrase } from './expand-phrase.ts';
import type { Strength, WrittenPhrase, WrittenRules } from './rule-file.ts';
import { WordTree } from './word-tree.ts';

/** What a phrase says of the text it stands in. */
export type Meaning =
  | { readonly type: 'stage'; readonly stage: StageId; readonly strength: Strength }
  | { readonly type: 'negation' }
  | { readonly type: 'warning' };

/** A phrase ready to be found. */
export interface BookPhrase {
  readonly say: string;
  readonly language: string;
  readonly unspaced: boolean;
  readonly confirmed: boolean;
  readonly source: string | undefined;
  readonly meaning: Meaning;
  readonly parts: number;
}

/** A spelling in the tree: which part of which phrase it is. */
export interface Spelling {
  readonly phrase: number;
  readonly part: number;
  readonly length: number;
}

/** All rule files in one tree, so that a text in any language is read once. */
export interface PhraseBook {
  readonly phrases: readonly BookPhrase[];
  readonly spellings: readonly Spelling[];
  readonly tree: WordTree;
  /** `en 1.0.0`, for reports. */
  readonly versions: readonly string[];
}

function* phrasesOf(file: WrittenRules): Generator<{ phrase: WrittenPhrase; meaning: Meaning }> {
  for (const phrase of file.negations) yield { phrase, meaning: { type: 'negation' } };
  for (const phrase of file.warnings) yield { phrase, meaning: { type: 'warning' } };
  for (const [stage, byStrength] of Object.entries(file.stages))
    for (const [strength, phrases] of Object.entries(byStrength ?? {}))
      for (const phrase of phrases ?? [])
        yield {
          phrase,
          meaning: { type: 'stage', stage: stage as StageId, strength: strength as Strength },
        };
}

function expandIn(language: string, say: string): string[][] {
  try {
    return expandPhrase(say);
  } catch (error) {
    throw new RangeError(`Rules for ${language}: ${(error as Error).message}`);
  }
}

/** Makes the book. Throws RangeError that names the file and the phrase where one cannot be used. */
export function makePhraseBook(files: readonly WrittenRules[]): PhraseBook {
  const phrases: BookPhrase[] = [];
  const spellings: Spelling[] = [];
  const words: string[] = [];
  for (const file of files)
    for (const { phrase, meaning } of phrasesOf(file)) {
      const said = typeof phrase === 'string' ? { say: phrase } : phrase;
      const parts = expandIn(file.name, said.say);
      const number = phrases.length;
      parts.forEach((part, index) => {
        for (const spelling of part) {
          spellings.push({ phrase: number, part: index, length: spelling.length });
          words.push(spelling);
        }
      });
      phrases.push({
        say: said.say,
        language: file.language,
        unspaced: file.unspaced ?? false,
        confirmed: said.confirmed ?? false,
        source: said.source,
        meaning,
        parts: parts.length,
      });
    }
  return {
    phrases,
    spellings,
    tree: new WordTree(words),
    versions: files.map((file) => `${file.language} ${file.version}`),
  };
}
