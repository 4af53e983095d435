/**
 * The words for a likelihood ratio above 1 (ENFSI Guideline for Evaluative Reporting, 2015, example scale). A ratio that
 * lies on the edge of two bands takes the weaker word, since ours are bounds. Undefined: no practical support.
 */
export function supportWord(ratio: number): string | undefined {
  if (ratio < 2) return undefined;
  if (ratio <= 10) return 'weak';
  if (ratio <= 100) return 'moderate';
  if (ratio <= 1000) return 'moderately strong';
  if (ratio <= 10_000) return 'strong';
  if (ratio <= 1_000_000) return 'very strong';
  return 'extremely strong';
}

/** Two significant digits, as many as such a number can carry: `1.4`, `30`, `4 600`. */
export function ratioText(ratio: number): string {
  return Number(ratio.toPrecision(2)).toLocaleString('en').replaceAll(',', ' ');
}
