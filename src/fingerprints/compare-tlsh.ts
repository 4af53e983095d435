const RATIO_WEIGHT = 12;

/** How far two bytes of four two-bit values are apart; values at opposite ends count double. */
const PAIRS = Uint8Array.from({ length: 65_536 }, (_, both) => {
  let distance = 0;
  for (let shift = 0; shift < 8; shift += 2) {
    const apart = Math.abs(((both >> (8 + shift)) & 3) - ((both >> shift) & 3));
    distance += apart === 3 ? 6 : apart;
  }
  return distance;
});

/**
 * Distance of two TLSH values as the reference computes it with lengths: 0 is equal, up to about 30 is near, beyond 100
 * the method's authors no longer speak of similarity. Undefined: one of them is no TLSH.
 */
export function tlshDistance(a: string, b: string): number | undefined {
  const [x, y] = [bytesOf(a), bytesOf(b)];
  if (!x || !y) return undefined;
  const byLength = around(swap(x[1]!), swap(y[1]!), 256);
  let distance = byLength <= 1 ? byLength : byLength * RATIO_WEIGHT;
  for (const shift of [0, 4]) {
    const apart = around((x[2]! >> shift) & 15, (y[2]! >> shift) & 15, 16);
    distance += apart <= 1 ? apart : (apart - 1) * RATIO_WEIGHT;
  }
  if (x[0] !== y[0]) distance++;
  for (let at = 3; at < 35; at++) distance += PAIRS[(x[at]! << 8) | y[at]!]!;
  return distance;
}

function bytesOf(value: string): Buffer | undefined {
  return /^T1[0-9A-F]{70}$/.test(value) ? Buffer.from(value.slice(2), 'hex') : undefined;
}

const swap = (byte: number): number => ((byte & 15) << 4) | (byte >> 4);

function around(a: number, b: number, size: number): number {
  const apart = Math.abs(a - b);
  return Math.min(apart, size - apart);
}
