import { ruleFiles } from '../../data/scam/rules/index.ts';
import { makePhraseBook, type PhraseBook } from './phrase-book.ts';
import type { WrittenRules } from './rule-file.ts';

export { type ScamKind, type StageId, scamKinds, stages } from '../../data/scam/stages.ts';
export type { PhraseBook } from './phrase-book.ts';
export { type Passage, readAccount, type ScamAccount, type StageMet } from './read-account.ts';
export type { StageHit } from './read-passage.ts';
export { kindInWords, type Place, rulesExamined, type ToldFinding, tellAccount } from './tell-account.ts';

let book: PhraseBook | undefined;
/**
 * The book of all rules that come with Assay, made at the first call. They are not checked again here, where each picture
 * waits for it: tests hold them to `loadRules`.
 */
export function scamRules(): PhraseBook {
  book ??= makePhraseBook(ruleFiles.map(({ content }) => content as WrittenRules));
  return book;
}
