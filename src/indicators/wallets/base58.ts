import { createHash } from 'node:crypto';

export const BITCOIN_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
export const RIPPLE_ALPHABET = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

/** No address that we read is longer. */
const LONGEST = 128;

/** Digits of a base58 text, or undefined where a character is not of the alphabet. */
export function base58Digits(text: string, alphabet: string): number[] | undefined {
  if (text.length > LONGEST) return undefined;
  const digits: number[] = [];
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    digits.push(digit);
  }
  return digits;
}

/** The value of base58 digits as bytes, zero digits at the front as zero bytes. */
export function base58Bytes(digits: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const digit of digits) {
    let carry = digit;
    for (let at = 0; at < bytes.length; at++) {
      carry += (bytes[at] ?? 0) * 58;
      bytes[at] = carry & 0xff;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff);
  }
  for (let at = 0; at < digits.length && digits[at] === 0; at++) bytes.push(0);
  return Uint8Array.from(bytes.reverse());
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Payload of base58check bytes (version first), or undefined where the four bytes of checksum do not fit. */
export function checkedPayload(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 5) return undefined;
  const payload = bytes.subarray(0, -4);
  const sum = sha256(sha256(payload));
  const given = bytes.subarray(-4);
  return given.every((byte, at) => byte === sum[at]) ? payload : undefined;
}

/** Decodes base58check. */
export function decodeBase58Check(text: string, alphabet = BITCOIN_ALPHABET): Uint8Array | undefined {
  const digits = base58Digits(text, alphabet);
  return digits === undefined ? undefined : checkedPayload(base58Bytes(digits));
}
