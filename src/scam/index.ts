import { ruleFiles } from '../../data/scam/rules/index.ts';
import { loadRules } from './load-rules.ts';
import type { PhraseBook } from './phrase-book.ts';

export { type ScamKind, type StageId, scamKinds, stages } from '../../data/scam/stages.ts';
export { loadRules } from './load-rules.ts';
export type { PhraseBook } from './phrase-book.ts';
export { type Passage, readAccount, type ScamAccount, type StageMet } from './read-account.ts';
export type { StageHit } from './read-passage.ts';
export { kindInWords, type Place, rulesExamined, type ToldFinding, tellAccount } from './tell-account.ts';

let book: PhraseBook | undefined;
/** The book of all rules that come with Assay, made at the first call. */
export function scamRules(): PhraseBook {
  book ??= loadRules(ruleFiles);
  return book;
}
