import { foldText } from './fold-text.ts';

/** Most spellings that one part of a phrase may stand for: an author's slip must not fill memory. */
const MOST = 256;
const ideograph = /^\p{Script=Han}$/u;

/** All spellings of a part with its `(a/b)` alternatives written out. Throws RangeError with words for the author. */
function spell(part: string): string[] {
  let spellings = [''];
  for (const piece of part.split(/(\([^()]*\))/)) {
    const choices = piece.startsWith('(') ? piece.slice(1, -1).split('/') : [piece];
    spellings = spellings.flatMap((before) => choices.map((choice) => before + choice));
    if (spellings.length > MOST) throw new RangeError(`"${part}" stands for more than ${MOST} spellings.`);
  }
  return spellings;
}

/** The parts of a phrase, in order; each a list of folded spellings. Between parts a few words may stand. */
export function expandPhrase(say: string): string[][] {
  const parts = say.split('...').map((part) => [...new Set(spell(part).map((one) => foldText(one).text))]);
  for (const part of parts)
    for (const one of part)
      if (one.length < 2 && !(ideograph.test(one) && parts.length > 1))
        throw new RangeError(`"${say}": a part of it has fewer than two letters.`);
  return parts;
}
