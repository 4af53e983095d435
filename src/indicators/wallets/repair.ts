import type { Address } from './address.ts';
import { BITCOIN_ALPHABET, RIPPLE_ALPHABET } from './base58.ts';
import { readHashAddress, readXrpAddress } from './base58-addresses.ts';
import { bech32Readers } from './bech32-addresses.ts';
import { readEthAddress } from './other-addresses.ts';
import { similarTo } from './similar.ts';

interface Form {
  readonly shape: RegExp;
  readonly alphabet: string;
  /** Characters at the front that are never changed. */
  readonly fixed: number;
  readonly lengths: readonly number[];
  /** Substitutions beyond characters that cannot be: more only where the checksum is long enough. */
  readonly depth: 1 | 2;
  readonly read: (text: string) => Address | undefined;
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const segwit = (text: string): Address | undefined =>
  bech32Readers[0]?.(text) ?? bech32Readers[1]?.(text) ?? undefined;
const onlyValid = (address: Address | undefined): Address | undefined =>
  address?.check === 'valid' ? address : undefined;

const forms: readonly Form[] = [
  { shape: /^T/, alphabet: BITCOIN_ALPHABET, fixed: 1, lengths: [34], depth: 2, read: readHashAddress },
  {
    shape: /^[13lI!|LDM]/,
    alphabet: BITCOIN_ALPHABET,
    fixed: 0,
    lengths: [33, 34],
    depth: 2,
    read: readHashAddress,
  },
  { shape: /^r/, alphabet: RIPPLE_ALPHABET, fixed: 1, lengths: [33, 34], depth: 2, read: readXrpAddress },
  {
    shape: /^(?:bc|ltc)[1lI]/i,
    alphabet: BECH32,
    fixed: 4,
    lengths: [42, 43, 62, 63],
    depth: 2,
    read: segwit,
  },
  {
    shape: /^[0OoQ][xX]/,
    alphabet: '0123456789abcdefABCDEF',
    fixed: 2,
    lengths: [42],
    depth: 1,
    read: (text) => onlyValid(readEthAddress(text)),
  },
];

/** Two letters read where one stood, and the reverse. */
const merged: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['vv', 'w'],
  ['VV', 'W'],
  ['cl', 'd'],
  ['nn', 'm'],
  ['ii', 'u'],
  ['m', 'rn'],
  ['w', 'vv'],
  ['W', 'VV'],
  ['d', 'cl'],
];

function* lengthEdits(token: string): Generator<string> {
  for (const [from, to] of merged)
    for (let at = token.indexOf(from); at >= 0; at = token.indexOf(from, at + 1))
      yield token.slice(0, at) + to + token.slice(at + from.length);
  for (let at = 1; at < token.length; at++) {
    yield token.slice(0, at) + token.slice(at + 1);
    yield token.slice(0, at) + token[at - 1] + token.slice(at);
    for (const thin of 'ij1tfr') yield token.slice(0, at) + thin + token.slice(at);
  }
}

const MAX_IMPOSSIBLE = 4;

/** Texts in which every character of the alphabet stands where one that cannot be stood. */
function possible(token: string, { alphabet, fixed }: Form): readonly string[] {
  let texts = [token.slice(0, fixed)];
  let impossible = 0;
  for (const character of token.slice(fixed)) {
    const fits = alphabet.includes(character);
    if (!fits && ++impossible > MAX_IMPOSSIBLE) return [];
    const options = fits ? [character] : similarTo(character, alphabet);
    texts = texts.flatMap((text) => options.map((option) => text + option)).slice(0, 400);
  }
  return texts;
}

/** All texts one similar character away. */
function* oneAway(
  text: string,
  { alphabet, fixed }: Form,
  from = fixed,
): Generator<readonly [string, number]> {
  for (let at = from; at < text.length; at++)
    for (const other of similarTo(text[at] ?? '', alphabet))
      yield [text.slice(0, at) + other + text.slice(at + 1), at];
}

function* twoAway(text: string, form: Form): Generator<string> {
  for (const [first, at] of oneAway(text, form))
    for (const [second] of oneAway(first, form, at + 1)) yield second;
}

function* once(text: string, form: Form): Generator<string> {
  for (const [changed] of oneAway(text, form)) yield changed;
}

type Spend = (steps: number) => boolean;

/** The one address among texts; none where two fit, or the budget ends. */
function onlyOne(texts: Iterable<string>, form: Form, spend: Spend): Address | undefined | 'several' {
  let found: Address | undefined;
  for (const text of texts) {
    if (!spend(1)) return undefined;
    const address = form.read(text);
    if (address === undefined || address.value === found?.value) continue;
    if (found !== undefined) return 'several';
    found = address;
  }
  return found;
}

function* each(texts: readonly string[], spread: (text: string) => Iterable<string>): Generator<string> {
  for (const text of texts) yield* spread(text);
}

/** Fewest changes first: exact shapes, then one similar character, then two. */
function repairAs(token: string, form: Form, spend: Spend): Address | undefined {
  const head = form.alphabet === BECH32 ? token.toLowerCase().replace(/^(bc|ltc)[li]/, '$11') : token;
  const text = form.shape.source.includes('xX') ? head.replace(/^[0OoQ][xX]/, '0x') : head;
  const right = form.lengths.includes(text.length);
  const bases = right
    ? possible(text, form)
    : [...lengthEdits(text)].filter((t) => form.lengths.includes(t.length)).flatMap((t) => possible(t, form));
  const steps: readonly ((t: string) => Iterable<string>)[] = [
    (t) => [t],
    ...(right ? [(t: string) => once(t, form)] : []),
    ...(right && form.depth === 2 && bases.length < 4 ? [(t: string) => twoAway(t, form)] : []),
  ];
  for (const step of steps) {
    const found = onlyOne(each(bases, step), form, spend);
    if (found === 'several') return undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Letters of both cases and a digit, as an address has and a word has not. */
const looksRandom = (token: string): boolean =>
  /\d/.test(token.slice(2)) && (/[a-z]/.test(token) || /^\w{0,4}[A-Z0-9]+$/.test(token));

/**
 * The address that a misread token was: similar characters are tried until the checksum fits. Only if exactly one
 * candidate fits. `spend` limits the work over a whole text.
 */
export function repairAddress(token: string, spend: Spend): Address | undefined {
  if (token.length < 31 || token.length > 64 || !looksRandom(token)) return undefined;
  for (const form of forms) {
    if (!form.shape.test(token) || !form.lengths.some((l) => Math.abs(l - token.length) <= 1)) continue;
    const found = repairAs(token, form, spend);
    if (found !== undefined) return found;
  }
  return undefined;
}
