import type { ReadAddress } from './address.ts';
import { BITCOIN_ALPHABET, base58Bytes, base58Digits } from './base58.ts';

const P = 2n ** 255n - 19n;
/** The curve's constant: −121665/121666 (RFC 8032 section 5.1). */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base % P, e = exponent; e > 0n; e >>= 1n, b = (b * b) % P)
    if (e & 1n) result = (result * b) % P;
  return result;
}

/** Whether 32 bytes are a point of Ed25519: half of all values are, every ordinary wallet is. */
function isOnCurve(bytes: Uint8Array): boolean {
  const y = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`) & (2n ** 255n - 1n);
  if (y >= P) return false;
  const yy = (y * y) % P;
  const u = (yy - 1n + P) % P;
  const v = (D * yy + 1n) % P;
  // x² = u/v has a root exactly when u·v is zero or a square.
  const product = (u * v) % P;
  return product === 0n || power(product, (P - 1n) / 2n) === 1n;
}

/** Solana: 32 bytes in base58, without any checksum. Program addresses are off the curve and not taken for wallets. */
export const readSolAddress: ReadAddress = (token) => {
  if (token.length < 32 || token.length > 44) return undefined;
  const digits = base58Digits(token, BITCOIN_ALPHABET);
  if (digits === undefined) return undefined;
  const bytes = base58Bytes(digits);
  if (bytes.length !== 32 || !isOnCurve(bytes)) return undefined;
  return { value: token, subtype: 'sol', check: 'none' };
};
