/** T.81 tables K.1 and K.2, row by row: what the library of the Independent JPEG Group scales. */
export const standardTables: readonly [luma: readonly number[], chroma: readonly number[]] = [
  [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
  ],
  [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  ],
];

/** The table that quality `quality` (1–100) gives: `jpeg_quality_scaling` and `jpeg_add_quant_table` of libjpeg, baseline. */
export function ijgTable(quality: number, kind: 0 | 1): number[] {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2;
  return standardTables[kind].map((value) =>
    Math.min(255, Math.max(1, Math.floor((value * scale + 50) / 100))),
  );
}

export interface QualityEstimate {
  readonly quality: number;
  /** True: every divisor is the one of that quality. Otherwise it is the nearest. */
  readonly exact: boolean;
  /** Mean difference of the divisors from those of that quality, 0 where exact. */
  readonly difference: number;
}

/** The quality of libjpeg whose table is nearest to this one. */
export function estimateQuality(values: readonly number[], kind: 0 | 1): QualityEstimate {
  let best: QualityEstimate = { quality: 1, exact: false, difference: Number.POSITIVE_INFINITY };
  for (let quality = 100; quality >= 1; quality--) {
    const table = ijgTable(quality, kind);
    const difference = table.reduce((sum, value, i) => sum + Math.abs(value - (values[i] ?? 0)), 0) / 64;
    if (difference < best.difference) best = { quality, exact: difference === 0, difference };
  }
  return best;
}
