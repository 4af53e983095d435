const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** IEEE 754 binary16 of numbers between 0 and 65504; smaller than 2⁻¹⁴ becomes 0. */
export function toHalf(values: Float32Array): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i] ?? 0;
    const single = bits[0] ?? 0;
    const exponent = (single >>> 23) - 112;
    // Adding the rounding bit may carry into the exponent, which is then right as well.
    if (exponent > 0) halves[i] = ((exponent << 10) | ((single >>> 13) & 0x3ff)) + ((single >>> 12) & 1);
  }
  return halves;
}
