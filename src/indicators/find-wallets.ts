import { knownAddresses } from '../../data/indicators/known-addresses.ts';
import type { Found } from './found.ts';
import { labelsBefore } from './labels.ts';
import { originOf, trace } from './read-text.ts';
import type { Search } from './search.ts';
import type { Address } from './wallets/address.ts';
import { readAddress } from './wallets/read-address.ts';
import { repairAddress } from './wallets/repair.ts';
import { readSolAddress } from './wallets/solana.ts';

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const MAX_PIECES = 14;
const LONGEST = 110;
/** What the first piece of an address that was broken over lines or grouped begins with. */
const firstPiece = /^(?:0[xX]|bc1|BC1|ltc1|addr1|stake1|[13LDTr48EUqpG])/;
/** Letters and digits mixed as no word mixes them. */
const mixed = /\d|[a-z][A-Z]|[A-Z]{2}/;

/** The token behind `end` where only a little white space or a hyphen at a line's end is between. */
function pieceAfter(text: string, end: number): Token | undefined {
  const piece = /[ \n\r\t\u00a0-]{1,3}([A-Za-z0-9]+)/y;
  piece.lastIndex = end;
  const match = piece.exec(text);
  const token = match?.[1];
  return match === null || token === undefined
    ? undefined
    : { text: token, start: piece.lastIndex - token.length, end: piece.lastIndex };
}

/** Lengths that addresses have: the costly check is left out for all others. */
const isLength = (length: number): boolean =>
  (length >= 26 && length <= 35) || [42, 48, 56, 59, 62, 63, 95, 103, 104, 106].includes(length);

/** Addresses written in groups or broken over lines: pieces are joined as long as nothing but white space is between. */
function joinPieces(search: Search, first: Token): { address: Address; end: number } | undefined {
  let joined = first.text;
  if (joined.length < 2 || !firstPiece.test(joined) || !mixed.test(joined) || !/[A-Za-z]/.test(joined))
    return undefined;
  let { end } = first;
  for (let pieces = 1; pieces < MAX_PIECES && joined.length < LONGEST; pieces++) {
    const next = pieceAfter(search.text, end);
    if (next === undefined || next.text.length > LONGEST || (next.text.length < 2 && joined.length < 24))
      return undefined;
    joined += next.text;
    ({ end } = next);
    const address = isLength(joined.length) && search.spend(1) ? readAddress(joined) : undefined;
    const isSure = address?.check === 'valid' || (address?.check === 'none' && /^0x/i.test(joined));
    if (address !== undefined && isSure) return { address, end };
  }
  return undefined;
}

function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(/[A-Za-z0-9]+/g))
    yield { text: match[0], start: match.index, end: match.index + match[0].length };
}

const CONTEXT = 100;

/** Solana addresses carry no proof: they count beside a word that names the network, or long and mixed in prose. */
function readSolana(search: Search, token: Token): { address: Address; confidence: number } | undefined {
  const { text } = token;
  if (text.length < 32 || text.length > 44) return undefined;
  if (!/\d/.test(text) || !/[a-z]/.test(text) || !/[A-Z]/.test(text)) return undefined;
  const named = [...labelsBefore(search.labels, token.start, CONTEXT)].some((l) => l.label === 'solana');
  if (!named && (search.isCode || text.length < 43)) return undefined;
  const address = search.spend(60) ? readSolAddress(text) : undefined;
  return address === undefined ? undefined : { address, confidence: named ? 90 : 60 };
}

function toFound(
  search: Search,
  address: Address,
  start: number,
  end: number,
  more: Partial<Found> = {},
): Found {
  const known = knownAddresses[address.value];
  const check = address.check;
  return {
    kind: 'wallet',
    value: address.value,
    subtype: address.subtype,
    check,
    confidence: { valid: 100, none: 85, invalid: 30 }[check],
    standing: known === undefined && check !== 'invalid' ? 'proposed' : 'observed',
    ...(known === undefined ? {} : { how: known }),
    ...more,
    ...trace(search.reading, start, end),
  };
}

function readToken(search: Search, token: Token): Found | undefined {
  const { text, start, end } = token;
  if (text.length < 25 || text.length > 130) return undefined;
  const address = readAddress(text);
  if (address?.check === 'valid' || address?.check === 'none') return toFound(search, address, start, end);
  const solana = readSolana(search, token);
  if (solana !== undefined)
    return toFound(search, solana.address, start, end, { confidence: solana.confidence });
  const repaired = search.options.ocr ? repairOnce(search, text) : undefined;
  if (repaired !== undefined) return toRepaired(search, repaired, start, end);
  return address === undefined ? undefined : toFound(search, address, start, end);
}

/** A text repeats itself; what was tried once is not tried again. */
function repairOnce(search: Search, token: string): Address | undefined {
  if (!search.repairs.has(token))
    search.repairs.set(
      token,
      repairAddress(token, (steps) => search.spend(steps)),
    );
  return search.repairs.get(token);
}

function toRepaired(search: Search, address: Address, start: number, end: number): Found {
  const how = 'misread characters corrected: the only similar text whose checksum fits';
  return toFound(search, address, start, end, { check: 'repaired', confidence: 90, how });
}

/** In pictures an address also gets a space where there is none: two pieces are tried together, repaired if need be. */
function repairPieces(search: Search, token: Token): Found | undefined {
  if (!search.options.ocr || token.text.length < 16 || !firstPiece.test(token.text)) return undefined;
  const next = pieceAfter(search.text, token.end);
  if (next === undefined || next.text.length > LONGEST) return undefined;
  const address = repairOnce(search, token.text + next.text);
  return address === undefined ? undefined : toRepaired(search, address, token.start, next.end);
}

/** TON's addresses may hold `-`, `_`, `+` and `/`. */
function* findTon(search: Search): Generator<Found> {
  for (const match of search.text.matchAll(/[A-Za-z0-9_+/-]+/g)) {
    if (match[0].length !== 48 || !/[_+/-]/.test(match[0])) continue;
    const address = readAddress(match[0]);
    if (address !== undefined) yield toFound(search, address, match.index, match.index + 48);
  }
}

/** Wallet addresses of the networks in `wallets/`, those inside links and payment URIs included. */
export function* findWallets(search: Search): Generator<Found> {
  if (search.text.length < 25) return;
  yield* findTon(search);
  let after = 0;
  for (const token of tokensOf(search.text)) {
    if (token.start < after) continue;
    const found = readToken(search, token) ?? readPieces(search, token) ?? repairPieces(search, token);
    if (found === undefined) continue;
    // Spans of pieces reach beyond their first token; offsets of `found` are the original's.
    while (after < search.text.length && originOf(search.reading, after) < found.end) after++;
    yield found;
  }
}

function readPieces(search: Search, token: Token): Found | undefined {
  const joined = search.isCode ? undefined : joinPieces(search, token);
  if (joined === undefined) return undefined;
  const how = knownAddresses[joined.address.value] ?? 'written in pieces';
  return toFound(search, joined.address, token.start, joined.end, { how });
}
