/** What readers of pictures make of signs of money and of figures in a sum. Every change keeps the length of the text. */
const signs: readonly {
  readonly pattern: RegExp;
  readonly means: string;
  readonly languages?: readonly string[];
}[] = [
  { pattern: /(?<![A-Za-z])(NT|HK|US|SG|AU)[S5§](?=\s?\d)/g, means: '$1$' },
  { pattern: /(?<![A-Za-z])R[S5§](?=\s?\d)/g, means: 'R$', languages: ['pt'] },
  { pattern: /(?<![A-Za-z\d])[S§](?=\d{1,3}(?:[.,]\d{3})+(?!\d))/g, means: '$' },
];

/** A number of groups in which letters stand for figures: `3,00O`, `1O.000`, `$O.00`. Bounded, so that it is linear. */
const misread = /(?<![A-Za-z\d.,])[\dOoQIl|]{1,3}(?:[.,][\dOoQIl|]{2,3}){1,4}(?![A-Za-z\d])/g;
const figures: Readonly<Record<string, string>> = { O: '0', o: '0', Q: '0', I: '1', l: '1', '|': '1' };

function mendFigures(text: string): string {
  return text.replace(misread, (seen, at: number, whole: string) => {
    const digits = seen.replace(/\D/g, '').length;
    const money = /[$€£¥₩₽₹฿₫]\s?$/.test(whole.slice(Math.max(0, at - 2), at));
    // Mostly figures, or behind a sign of money: else it may be a name.
    if (digits * 2 <= seen.replace(/[.,]/g, '').length && !(money && digits > 0)) return seen;
    return seen.replace(/[OoQIl|]/g, (letter) => figures[letter] ?? letter);
  });
}

/** A text read from a picture with its sums put right as far as their form leaves no doubt. Offsets stay. */
export function mendSums(text: string, languages: readonly string[]): string {
  const spoken = languages.slice(0, 2);
  const signed = signs
    .filter((sign) => sign.languages?.some((language) => spoken.includes(language)) ?? true)
    .reduce((mended, { pattern, means }) => mended.replace(pattern, means), text);
  return mendFigures(signed);
}
