/** Signs that separate groups of digits and nothing else. */
const grouping = /['’ \u00a0\u202f\u066c]/g;

/**
 * The number in plain digits with a point (`1.980,00` and `1 980.00` are `1980.00`), decimals kept as written. What stands
 * behind the last separator decides: one or two digits are decimals, three are a group.
 */
export function parseNumber(text: string): string {
  // Readers of pictures give two separators where there is one.
  const plain = text
    .replace(grouping, '')
    .replace('\u066b', '.')
    .replace(/[.,]{2,}/g, (seen) => seen.at(-1) ?? '');
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  if (last < 0) return strip(plain);
  const behind = plain.length - last - 1;
  const separator = plain[last] ?? '';
  const alone = plain.indexOf(separator) === last;
  const isZero = /^0[.,]/.test(plain);
  const isDecimal = behind !== 3 ? alone : isZero && alone;
  const digits = plain.replace(/[.,]/g, '');
  return isDecimal ? `${strip(digits.slice(0, -behind))}.${digits.slice(-behind)}` : strip(digits);
}

const strip = (digits: string): string => digits.replace(/^0+(?=\d)/, '') || '0';

/** The number times a factor, without the noise of floating point. */
export function multiply(number: string, factor: number): string {
  if (factor === 1) return number;
  const [whole, decimals = ''] = number.split('.');
  const scaled = BigInt(`${whole}${decimals}`) * BigInt(factor);
  if (decimals === '') return scaled.toString();
  const digits = scaled.toString().padStart(decimals.length + 1, '0');
  const rest = digits.slice(-decimals.length).replace(/0+$/, '');
  return `${digits.slice(0, -decimals.length)}${rest === '' ? '' : `.${rest}`}`;
}
