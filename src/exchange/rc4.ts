/**
 * RC4 keystream, as CaRT needs it. It only keeps scanners and hands from opening the bytes: no secrecy is claimed.
 * OpenSSL 3 no longer offers it, hence these lines. Returns a function that encrypts (or decrypts) successive chunks.
 */
export function rc4(key: Uint8Array): (chunk: Uint8Array) => Uint8Array {
  const state = new Uint8Array(256);
  for (let n = 0; n < 256; n++) state[n] = n;
  for (let n = 0, m = 0; n < 256; n++) {
    m = (m + state[n]! + key[n % key.length]!) & 255;
    const swap = state[n]!;
    state[n] = state[m]!;
    state[m] = swap;
  }
  let i = 0;
  let j = 0;
  return (chunk) => {
    const out = new Uint8Array(chunk.length);
    for (let n = 0; n < chunk.length; n++) {
      i = (i + 1) & 255;
      const a = state[i]!;
      j = (j + a) & 255;
      const b = state[j]!;
      state[i] = b;
      state[j] = a;
      out[n] = chunk[n]! ^ state[(a + b) & 255]!;
    }
    return out;
  };
}
