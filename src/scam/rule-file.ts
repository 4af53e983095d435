import { z } from 'zod';
import { stages } from '../../data/scam/stages.ts';

/**
 * One phrase. Words as they are said; `(a/b)` either of them; `...` a few words may stand between (up to 40 letters).
 * As an object it names its source and whether a native speaker confirmed it.
 */
const Say = z
  .string()
  .min(2)
  .max(300)
  .regex(/^[\p{L}\p{M}\p{N}\s.,'’%$&+()/-]+$/u, 'Only words, "(a/b)" and "..." can stand in a phrase.');
const Phrase = z.union([
  Say,
  z.strictObject({
    say: Say,
    /** Where the phrase, or what it paraphrases, was published. */
    source: z.string().max(300).optional(),
    confirmed: z.boolean().default(false),
  }),
]);

const stageIds = Object.keys(stages) as [keyof typeof stages, ...(keyof typeof stages)[]];
const Strength = z.enum(['strong', 'some', 'weak']);
export type Strength = z.infer<typeof Strength>;

/** A rule file: the phrases of one language. Edited by people who speak it; docs in data/scam/README.md. */
export const RuleFile = z.strictObject({
  /** BCP 47: `en`, `zh-Hans`. */
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/),
  /** Name of the language, in English. */
  name: z.string().max(60),
  /** Semver; bump it with every change: reports name it. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** True for languages written without spaces between words: phrases then match inside running text. */
  unspaced: z.boolean().default(false),
  /** Said beside a phrase, these turn it round: "never pay", "will not ask". */
  negations: z.array(Phrase).max(300),
  /** These make the whole text a warning about fraud rather than a piece of it. */
  warnings: z.array(Phrase).max(300),
  stages: z.partialRecord(z.enum(stageIds), z.partialRecord(Strength, z.array(Phrase).max(300))),
});
export type RuleFile = z.infer<typeof RuleFile>;
export type Phrase = z.infer<typeof Phrase>;
/** As they stand in the file: what has a default may be left out. */
export type WrittenRules = z.input<typeof RuleFile>;
export type WrittenPhrase = z.input<typeof Phrase>;
