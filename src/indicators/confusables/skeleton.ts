import { confusables } from '../../../data/unicode/confusables.ts';

let prototypes: ReadonlyMap<string, string> | undefined;

function readPrototypes(): ReadonlyMap<string, string> {
  const fromHex = (text: string) =>
    String.fromCodePoint(...text.split(' ').map((code) => Number.parseInt(code, 16)));
  const map = new Map<string, string>();
  for (const row of confusables) {
    const [to = '', from = ''] = row.split('<');
    const prototype = fromHex(to);
    for (const code of from.split(' ')) map.set(String.fromCodePoint(Number.parseInt(code, 16)), prototype);
  }
  return map;
}

/**
 * The skeleton of a text (UTS #39 section 4, `internalSkeleton`): two texts are confusable when their skeletons are equal.
 * Not meant to be read: `m` becomes `rn`, `1` and `I` become `l`. Letter case is kept. Right-to-left reordering is not done.
 */
export function skeletonOf(text: string): string {
  prototypes ??= readPrototypes();
  let skeleton = '';
  for (const char of text.normalize('NFD').replace(/\p{Default_Ignorable_Code_Point}/gu, ''))
    skeleton += prototypes.get(char) ?? char;
  return skeleton.normalize('NFD');
}

/** What the eye of a person in a hurry makes equal and UTS #39 does not: our own additions. */
const AT_A_GLANCE: Readonly<Record<string, string>> = {
  i: 'l',
  '!': 'l',
  ʙ: 'b',
  ß: 'b',
  ĸ: 'k',
  ʍ: 'rn',
  ʜ: 'h',
  ᴛ: 't',
  ᴢ: 'z',
  '@': 'a',
  $: 's',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
};

/**
 * A text as it is taken in at a glance: the skeleton, without letter case, accents and the difference of `i`, `l` and `1`
 * or of `0` and `o`. Coarser than `skeletonOf`: `Blnance`, `BІNANCE` (Cyrillic І) and `b1nancé` are all equal to `Binance`.
 */
export function glanceOf(text: string): string {
  const bare = skeletonOf(text.normalize('NFKC')).toLowerCase().replace(/\p{M}/gu, '');
  let seen = '';
  for (const char of bare) seen += AT_A_GLANCE[char] ?? char;
  return seen.replaceAll('rn', 'm').replaceAll('vv', 'w');
}

const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
];

/** Scripts with look-alike letters that one word mixes, such as Latin and Cyrillic. Empty: it mixes none. */
export function mixedScripts(word: string): string[] {
  const found = SCRIPTS.filter(([, script]) => script.test(word)).map(([name]) => name);
  return found.length > 1 ? found : [];
}
