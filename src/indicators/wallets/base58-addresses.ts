import { crc32 } from 'node:zlib';
import type { Address, ReadAddress } from './address.ts';
import { BITCOIN_ALPHABET, base58Bytes, base58Digits, decodeBase58Check, RIPPLE_ALPHABET } from './base58.ts';

/**
 * Version byte → network, of 20-byte hashes in base58check. Sources: chainparams.cpp of Bitcoin, Litecoin, Dogecoin and
 * Dash Core; TRON developer documentation. Bitcoin Cash's old form is Bitcoin's.
 */
const versions: ReadonlyMap<number, string> = new Map([
  [0x00, 'btc'],
  [0x05, 'btc'],
  [0x30, 'ltc'],
  [0x32, 'ltc'],
  [0x1e, 'doge'],
  [0x16, 'doge'],
  [0x41, 'tron'],
  [0x4c, 'dash'],
  [0x10, 'dash'],
]);

export const readHashAddress: ReadAddress = (token) => {
  if (token.length < 25 || token.length > 35) return undefined;
  const payload = decodeBase58Check(token);
  if (payload === undefined) return undefined;
  const subtype = payload.length === 21 ? versions.get(payload[0] ?? -1) : zcash(payload);
  return subtype === undefined ? undefined : { value: token, subtype, check: 'valid' };
};

/** Two version bytes: transparent addresses of Zcash (t1, t3). */
function zcash(payload: Uint8Array): string | undefined {
  const isTransparent = payload[0] === 0x1c && (payload[1] === 0xb8 || payload[1] === 0xbd);
  return payload.length === 22 && isTransparent ? 'zec' : undefined;
}

/** XRP Ledger: base58check with an alphabet of its own, version 0. */
export const readXrpAddress: ReadAddress = (token) => {
  if (token.length < 25 || token.length > 35 || token[0] !== 'r') return undefined;
  const payload = decodeBase58Check(token, RIPPLE_ALPHABET);
  if (payload?.length !== 21 || payload[0] !== 0) return undefined;
  return { value: token, subtype: 'xrp', check: 'valid' };
};

/** Cardano before Shelley: CBOR [tag 24 (bytes), CRC-32 of the bytes]. */
export const readByronAddress: ReadAddress = (token) => {
  if (!/^(?:Ae2|DdzFF)/.test(token) || token.length > 120) return undefined;
  const digits = base58Digits(token, BITCOIN_ALPHABET);
  const bytes = digits && base58Bytes(digits);
  // 82 d8 18 58 <length> <payload> 1a <crc32>
  if (bytes === undefined || bytes[0] !== 0x82 || bytes[1] !== 0xd8 || bytes[3] !== 0x58) return undefined;
  const end = 5 + (bytes[4] ?? 0);
  if (bytes.length !== end + 5 || bytes[end] !== 0x1a) return undefined;
  const crc = new DataView(bytes.buffer, bytes.byteOffset + end + 1, 4).getUint32(0);
  return crc32(bytes.subarray(5, end)) === crc ? { value: token, subtype: 'ada', check: 'valid' } : undefined;
};

export const base58Readers: readonly ReadAddress[] = [readHashAddress, readXrpAddress, readByronAddress];
export type { Address };
