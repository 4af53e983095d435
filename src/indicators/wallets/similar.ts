/** Characters that readers of pictures take for one another; each stands in every group it is confused within. */
const groups = [
  '0OoQDa',
  '1lIiLjJt|!7',
  '2Zz',
  '3B8E',
  '4A',
  '5Ss',
  '6Gb',
  '8B&',
  '9gqy',
  '7T',
  'cCeGo',
  'kKRX',
  'pP',
  'uUvVn',
  'wW',
  'xXK',
  'vVyY',
  'mMnN',
  'hnbk',
  'ftr',
  'EFPR',
  'MNHW',
  'rTtf',
  'jJi',
  'dao',
  'oqd0g',
  'QOCG',
  'eca',
  'sSB',
  'U0VO',
  'q9gp',
  'FPf',
];

const table = new Map<string, string>();
for (const group of groups)
  for (const character of group)
    table.set(character, [...new Set((table.get(character) ?? '') + group.replace(character, ''))].join(''));

/** What a character may have been, restricted to an alphabet, without the character itself. */
export function similarTo(character: string, alphabet: string): readonly string[] {
  return [...(table.get(character) ?? '')].filter((other) => other !== character && alphabet.includes(other));
}
