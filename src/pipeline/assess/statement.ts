import { type Assessment, ratioText, supportWord } from '../../contract/index.ts';
import type { Combined } from './combine.ts';
import { type Asked, propositionOf } from './questions.ts';

type Answer = Assessment['answer'];

/** What a combined ratio answers. */
export function answerOf({ value }: Combined): Answer {
  if (supportWord(value) !== undefined) return 'supports';
  return supportWord(1 / value) === undefined ? 'inconclusive' : 'supports-alternative';
}

/** The statement: propositions with the verbal strength, then the number, then what it rests on. Fixed phrases. */
export function statementOf(asked: Asked, combined: Combined): string {
  const { value, bound, product, kind } = combined;
  const proposition = propositionOf(asked, kind);
  const turned = value < 1;
  const ratio = turned ? 1 / value : value;
  const strength = supportWord(ratio);
  const capped = Math.max(product, 1 / product) > bound;
  const carry = capped ? 'the most' : `of at most ${ratioText(bound)}`;
  const number = `likelihood ratio about ${ratioText(ratio)}, ${carry} that these methods can carry`;
  const supported = turned
    ? `${asked.alternative} ${asked.notProposition}`
    : `${proposition} ${asked.notAlternative}`;
  const first =
    strength === undefined
      ? `The findings give no practical support to either proposition (${number}): that ${proposition}, or that ${asked.alternative}.`
      : `The findings provide ${strength} support (${number}) that ${supported}.`;
  return `${first} ${restsOn(combined)}`;
}

function restsOn({ counted, product }: Combined): string {
  const pro = counted.filter(({ support }) => support.ratio >= 1).length;
  const con = counted.length - pro;
  const all = counted.length === 1 ? '1 weighted finding' : `${counted.length} weighted findings`;
  if (pro === 0 || con === 0) return `It rests on ${all}.`;
  const [way, against] = product >= 1 ? [pro, con] : [con, pro];
  return `It rests on ${all} that disagree: ${way} ${way === 1 ? 'points' : 'point'} this way, ${against} the other way.`;
}

/** Words for the answers that have no ratio. `detail` completes the sentence. */
export const unansweredWords: Readonly<
  Record<Exclude<Answer, 'supports' | 'supports-alternative'>, (asked: Asked, detail: string) => string>
> = {
  'no-indication': ({ proposition }, detail) =>
    `No indication that ${proposition} was found by the methods run. That says nothing for the contrary.${detail === '' ? '' : ` ${detail}`}`,
  inconclusive: ({ whether }, detail) =>
    `Whether ${whether} was examined without a clear result, so this report supports neither proposition. ${detail}`,
  'not-examinable': ({ whether }, detail) =>
    `Whether ${whether} could not be examined, so this report supports neither proposition. ${detail}`,
  'outside-validity-domain': ({ whether }, detail) =>
    `Whether ${whether} was not answered: the methods here were not tested on files like this one, so this report supports neither proposition. ${detail}`,
  'not-run': ({ whether }, detail) =>
    `Whether ${whether} was not examined to the end, so this report supports neither proposition. ${detail}`,
};
