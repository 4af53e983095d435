export { writeCart } from './cart.ts';
export { toCsv } from './csv.ts';
export { defang, defangText, refang } from './defang.ts';
export type { Exportable } from './exportable.ts';
export { type CollectedIndicator, collectIndicators } from './indicators.ts';
export { INFECTED_PASSWORD, writeInfectedZip, type ZipCipher } from './infected-zip.ts';
export { toMarkdown } from './markdown.ts';
export { toMispEvent } from './misp/event.ts';
export type { MispEvent } from './misp/types.ts';
export { showHostile } from './show-hostile.ts';
export {
  collectGaps,
  type Gap,
  type GapGroup,
  groupGaps,
  measureWords,
  NON_ANSWER_LABELS,
  NON_ANSWER_WORDS,
  QUESTION_WORDS,
} from './statements.ts';
export { toStixBundle } from './stix/bundle.ts';
export type { StixBundle, StixObject } from './stix/types.ts';
export { toText } from './text.ts';
export { type TreeRow, treeRows } from './tree.ts';
export { type WeightedFinding, weightedFindings } from './weighted-findings.ts';
