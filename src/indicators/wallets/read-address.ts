import type { Address } from './address.ts';
import { base58Readers } from './base58-addresses.ts';
import { bech32Readers } from './bech32-addresses.ts';
import { otherReaders } from './other-addresses.ts';

const LONGEST = 130;

/** First characters of each network's addresses and their lengths: what cannot be one is left at once. */
const shapes =
  /^(?:0[xX][0-9a-fA-F]{40}|(?:bc1|BC1|ltc1|LTC1|addr1|stake1)[0-9a-zA-Z]{11,}|(?:bitcoincash:|BITCOINCASH:)?[qpQP][0-9a-zA-Z]{41}|[13LM9ADTXrt][1-9A-HJ-NP-Za-km-z]{24,34}|[48][0-9A-Za-z]{94,105}|[EUk0][A-Za-z0-9_/+-]{47}|G[A-Z2-7]{55}|(?:Ae2|DdzFF)[1-9A-HJ-NP-Za-km-z]{50,})$/;

const readers = [...otherReaders, ...bech32Readers, ...base58Readers];

/** The address that a token is, of any network whose form carries proof of itself. Solana's has none: see `solana.ts`. */
export function readAddress(token: string): Address | undefined {
  if (token.length > LONGEST || !shapes.test(token)) return undefined;
  for (const read of readers) {
    const address = read(token);
    if (address !== undefined) return address;
  }
  return undefined;
}
