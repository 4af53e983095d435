import { keccak_256 } from '@noble/hashes/sha3.js';
import type { ReadAddress } from './address.ts';
import { BITCOIN_ALPHABET, base58Bytes, base58Digits } from './base58.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Mixed case as ERC-55 sets it: upper where the digit of the Keccak hash is 8 or more. */
export function checksumCase(lowerHex: string): string {
  const hash = hexOf(keccak_256(Buffer.from(lowerHex, 'latin1')));
  return [...lowerHex].map((c, at) => (parseInt(hash[at] ?? '0', 16) >= 8 ? c.toUpperCase() : c)).join('');
}

/** Ethereum and all networks with its addresses. One case only: no checksum; its canonical form is ERC-55's. */
export const readEthAddress: ReadAddress = (token) => {
  if (!/^0[xX][0-9a-fA-F]{40}$/.test(token)) return undefined;
  const hex = token.slice(2);
  const value = `0x${checksumCase(hex.toLowerCase())}`;
  if (hex === hex.toLowerCase() || hex === hex.toUpperCase()) return { value, subtype: 'eth', check: 'none' };
  return value === `0x${hex}`
    ? { value, subtype: 'eth', check: 'valid' }
    : { value: `0x${hex}`, subtype: 'eth', check: 'invalid' };
};

/** Characters of a Monero block → bytes, for full and last blocks. */
const blockBytes: ReadonlyMap<number, number> = new Map([
  [2, 1],
  [3, 2],
  [5, 3],
  [6, 4],
  [7, 5],
  [9, 6],
  [10, 7],
  [11, 8],
]);

function moneroBytes(token: string): Uint8Array | undefined {
  const parts: number[] = [];
  for (let at = 0; at < token.length; at += 11) {
    const block = token.slice(at, at + 11);
    const size = blockBytes.get(block.length);
    const digits = base58Digits(block, BITCOIN_ALPHABET);
    if (size === undefined || digits === undefined) return undefined;
    const bytes = [...base58Bytes(digits)];
    while (bytes.length > size && bytes[0] === 0) bytes.shift();
    if (bytes.length > size) return undefined;
    parts.push(...Array<number>(size - bytes.length).fill(0), ...bytes);
  }
  return Uint8Array.from(parts);
}

/** Monero: standard (4…), sub- (8…) and integrated addresses, four bytes of Keccak at the end. */
export const readXmrAddress: ReadAddress = (token) => {
  if (!/^[48][0-9A-Za-z]{94}$|^4[0-9A-Za-z]{105}$/.test(token)) return undefined;
  const bytes = moneroBytes(token);
  if (bytes === undefined || ![18, 19, 42].includes(bytes[0] ?? -1)) return undefined;
  const sum = keccak_256(bytes.subarray(0, -4)).subarray(0, 4);
  return hexOf(sum) === hexOf(bytes.subarray(-4))
    ? { value: token, subtype: 'xmr', check: 'valid' }
    : undefined;
};

/** CRC-16 with polynomial 0x1021 (XMODEM), as TON and Stellar use it. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

/** TON's user-friendly form: 36 bytes in base64 or base64url, tag 0x11 or 0x51, CRC-16 at the end. */
export const readTonAddress: ReadAddress = (token) => {
  if (!/^[EUk0][A-Za-z0-9_/+-]{47}$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const known = [0x11, 0x51, 0x91, 0xd1].includes(bytes[0] ?? -1) && [0x00, 0xff].includes(bytes[1] ?? -1);
  if (bytes.length !== 36 || !known || crc16(bytes.subarray(0, 34)) !== bytes.readUInt16BE(34))
    return undefined;
  return { value: token.replaceAll('+', '-').replaceAll('/', '_'), subtype: 'ton', check: 'valid' };
};

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Stellar accounts: 56 characters of base32, version G, CRC-16 (little endian) at the end. */
export const readXlmAddress: ReadAddress = (token) => {
  if (!/^G[A-Z2-7]{55}$/.test(token)) return undefined;
  const bytes = new Uint8Array(35);
  let bits = 0;
  let value = 0;
  let at = 0;
  for (const character of token) {
    value = ((value << 5) | BASE32.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (value >> bits) & 0xff;
    }
  }
  const given = (bytes[33] ?? 0) | ((bytes[34] ?? 0) << 8);
  return crc16(bytes.subarray(0, 33)) === given
    ? { value: token, subtype: 'xlm', check: 'valid' }
    : undefined;
};

export const otherReaders: readonly ReadAddress[] = [
  readEthAddress,
  readXmrAddress,
  readTonAddress,
  readXlmAddress,
];
