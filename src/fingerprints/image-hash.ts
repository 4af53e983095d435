/** Square grey pictures, 0–255, rows top to bottom. */
type Grey = ArrayLike<number>;

const toHex = (bits: readonly boolean[]): string => {
  let hex = '';
  for (let i = 0; i < bits.length; i += 4) {
    const nibble = bits.slice(i, i + 4).reduce((value, bit) => value * 2 + (bit ? 1 : 0), 0);
    hex += nibble.toString(16);
  }
  return hex;
};

/** Difference hash, 64 bits as hex: each pixel against its right neighbour, of a picture scaled to 9 by 8. */
export function differenceHash(grey9x8: Grey): string {
  if (grey9x8.length !== 72) throw new RangeError('a difference hash needs 9 by 8 pixels');
  const bits: boolean[] = [];
  for (let y = 0; y < 8; y++)
    for (let x = 0; x < 8; x++) bits.push((grey9x8[y * 9 + x + 1] ?? 0) > (grey9x8[y * 9 + x] ?? 0));
  return toHex(bits);
}

const SIDE = 32;
const KEPT = 8;

/** The low corner of the discrete cosine transform (type II, unscaled) of a 32 by 32 picture. */
function lowFrequencies(grey: Grey): number[] {
  const cosine = (frequency: number, at: number) => Math.cos((Math.PI / SIDE) * (at + 0.5) * frequency);
  const rows: number[][] = [];
  for (let y = 0; y < SIDE; y++)
    rows.push(
      Array.from({ length: KEPT }, (_, u) => {
        let sum = 0;
        for (let x = 0; x < SIDE; x++) sum += (grey[y * SIDE + x] ?? 0) * cosine(u, x);
        return sum;
      }),
    );
  const values: number[] = [];
  for (let v = 0; v < KEPT; v++)
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += (rows[y]?.[u] ?? 0) * cosine(v, y);
      values.push(sum);
    }
  return values;
}

/**
 * Perceptual hash, 64 bits as hex: the low frequencies of a picture scaled to 32 by 32, each against their median; the
 * mean brightness takes no part in the median. Survives scaling, recompression and mild colour changes, not cropping.
 */
export function perceptualHash(grey32x32: Grey): string {
  if (grey32x32.length !== SIDE * SIDE) throw new RangeError('a perceptual hash needs 32 by 32 pixels');
  const values = lowFrequencies(grey32x32);
  const sorted = values.slice(1).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return toHex(values.map((v) => v > median));
}

/** Bits in which two equally long hex hashes differ. */
export function hammingDistance(a: string, b: string): number {
  if (a.length !== b.length) throw new RangeError('hashes of different length');
  let distance = 0;
  for (let i = 0; i < a.length; i++) {
    let bits = Number.parseInt(a[i] ?? '0', 16) ^ Number.parseInt(b[i] ?? '0', 16);
    for (; bits > 0; bits >>= 1) distance += bits & 1;
  }
  return distance;
}
