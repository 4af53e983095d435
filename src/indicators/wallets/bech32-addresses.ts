import { bech32, bech32m } from '@scure/base';
import type { ReadAddress } from './address.ts';

/** Longest bech32 text we read: Shelley base addresses have 103 characters; others stay below. */
const LONGEST = 150;

/** SegWit (BIP 173, BIP 350): version 0 with bech32, later ones with bech32m, programs of 2 to 40 bytes. */
function segwit(token: string, prefix: string, subtype: string): ReturnType<ReadAddress> {
  const text = oneCase(token);
  if (text === undefined || !text.startsWith(`${prefix}1`) || text.length > 90) return undefined;
  const old = bech32.decodeUnsafe(text as `${string}1${string}`);
  const decoded = old ?? bech32m.decodeUnsafe(text as `${string}1${string}`);
  const version = decoded?.words[0];
  if (decoded === undefined || version === undefined || decoded.prefix !== prefix) return undefined;
  if ((version === 0) !== (old !== undefined) || version > 16) return undefined;
  const program = bech32.fromWordsUnsafe(decoded.words.slice(1));
  if (!program || program.length < 2 || program.length > 40) return undefined;
  if (version === 0 && program.length !== 20 && program.length !== 32) return undefined;
  return { value: text, subtype, check: 'valid' };
}

/** Bech32 may be written in capitals, as in QR codes, but not mixed. */
function oneCase(token: string): string | undefined {
  const lower = token.toLowerCase();
  return token === lower || token === token.toUpperCase() ? lower : undefined;
}

/** Shelley addresses (CIP 19): type in the first four bits, network 1 in the next. */
const readCardano: ReadAddress = (token) => {
  const text = oneCase(token);
  if (text === undefined || !/^(?:addr|stake)1/.test(text) || text.length > LONGEST) return undefined;
  const decoded = bech32.decodeUnsafe(text as `${string}1${string}`, LONGEST);
  const bytes = decoded && bech32.fromWordsUnsafe(decoded.words);
  if (!bytes || (bytes.length !== 29 && bytes.length !== 57 && bytes.length < 30)) return undefined;
  return { value: text, subtype: 'ada', check: 'valid' };
};

const CASH_CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];

/** The BCH checksum of cashaddr: 40 bits over the prefix and the payload. */
function cashChecksum(values: readonly number[]): bigint {
  let c = 1n;
  for (const value of values) {
    const top = c >> 35n;
    c = ((c & 0x07ffffffffn) << 5n) ^ BigInt(value);
    generators.forEach((generator, bit) => {
      if ((top >> BigInt(bit)) & 1n) c ^= generator;
    });
  }
  return c ^ 1n;
}

const cashPrefix = [...'bitcoincash'].map((c) => c.charCodeAt(0) & 31).concat(0);

/** Bitcoin Cash (cashaddr specification); the prefix may be left out in writing. */
const readCash: ReadAddress = (token) => {
  const text = oneCase(token)?.replace(/^bitcoincash:/, '');
  if (text === undefined || text.length !== 42 || !/^[qp]/.test(text)) return undefined;
  const values = [...text].map((character) => CASH_CHARSET.indexOf(character));
  if (values.includes(-1) || cashChecksum([...cashPrefix, ...values]) !== 0n) return undefined;
  return { value: `bitcoincash:${text}`, subtype: 'bch', check: 'valid' };
};

export const bech32Readers: readonly ReadAddress[] = [
  (token) => segwit(token, 'bc', 'btc'),
  (token) => segwit(token, 'ltc', 'ltc'),
  readCardano,
  readCash,
];
