/** Luhn's formula (ISO/IEC 7812-1 annex B). */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** Number ranges of card networks (ISO/IEC 7812 issuer identification) with their lengths. */
const networks: readonly (readonly [name: string, range: RegExp, lengths: readonly number[]])[] = [
  ['visa', /^4/, [13, 16, 19]],
  ['mastercard', /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  ['amex', /^3[47]/, [15]],
  ['mir', /^220[0-4]/, [16, 17, 18, 19]],
  ['jcb', /^35(?:2[89]|[3-8])/, [16]],
  ['unionpay', /^(?:62|81)/, [16, 17, 18, 19]],
  ['rupay', /^(?:60|65|82|508)/, [16]],
  ['discover', /^(?:6011|64[4-9]|65)/, [16]],
  ['diners', /^3(?:0[0-5]|[689])/, [14]],
  ['maestro', /^(?:50|5[6-8]|6)/, [16, 18, 19]],
];

/** The network of a payment card number whose check digit fits. */
export function cardNetwork(digits: string): string | undefined {
  const network = networks.find(
    ([, range, lengths]) => range.test(digits) && lengths.includes(digits.length),
  );
  return network !== undefined && isLuhn(digits) ? network[0] : undefined;
}

const weigh = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);

const mod11 = (sum: number): number => (sum % 11 < 2 ? 0 : 11 - (sum % 11));
const down = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from - at);

/** Brazilian person's number: two check digits modulo 11. */
export function isCpf(digits: string): boolean {
  if (digits.length !== 11 || /^(\d)\1*$/.test(digits)) return false;
  return (
    mod11(weigh(digits, down(10, 9))) === Number(digits[9]) &&
    mod11(weigh(digits, down(11, 10))) === Number(digits[10])
  );
}

/** Brazilian company's number: two check digits modulo 11. */
export function isCnpj(digits: string): boolean {
  if (digits.length !== 14 || /^(\d)\1*$/.test(digits)) return false;
  const first = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  return (
    mod11(weigh(digits, first)) === Number(digits[12]) &&
    mod11(weigh(digits, [6, ...first])) === Number(digits[13])
  );
}

/** Thai citizen or tax number: one check digit modulo 11. */
export function isThaiId(digits: string): boolean {
  return digits.length === 13 && (11 - (weigh(digits, down(13, 12)) % 11)) % 10 === Number(digits[12]);
}

/** Mexican CLABE: 18 digits, weights 3 7 1. */
export function isClabe(digits: string): boolean {
  if (digits.length !== 18) return false;
  const sum = [...digits.slice(0, 17)].reduce(
    (total, digit, at) => total + ((Number(digit) * [3, 7, 1][at % 3]!) % 10),
    0,
  );
  return (10 - (sum % 10)) % 10 === Number(digits[17]);
}

/** Argentine CBU and CVU: 22 digits in two checked blocks. */
export function isCbu(digits: string): boolean {
  if (digits.length !== 22) return false;
  const check = (block: string, weights: readonly number[]): boolean =>
    (10 - (weigh(block, weights) % 10)) % 10 === Number(block.at(-1));
  return (
    check(digits.slice(0, 8), [7, 1, 3, 9, 7, 1, 3]) &&
    check(digits.slice(8), [3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3])
  );
}
