import { z } from 'zod';

const share = z.number().min(0).max(1);
const counted = z.strictObject({ count: z.int().min(0) });

/**
 * How a detector's score becomes a likelihood ratio, and how well it did on the pictures that this was learned from.
 * `score` is on the detector's own scale, higher for generated; ln LR = slope · score + intercept, whatever the shares of
 * real and generated pictures. Ratios never leave [1/bound, bound].
 */
export const Calibration = z.strictObject({
  method: z.literal('logistic'),
  slope: z.number().min(0),
  intercept: z.number(),
  /** Pictures with a score, of each kind. */
  real: counted,
  generated: counted,
  /** Pictures that the validity checks kept from being scored. */
  notScored: z.strictObject({ real: z.int().min(0), generated: z.int().min(0) }).optional(),
  /** At most the smaller of the two counts: a set of N cannot carry a ratio beyond about N. */
  bound: z.number().min(1),
  /** Area under the ROC curve with its 95 % interval. */
  auc: z.strictObject({ value: share, low: share, high: share }),
  eer: share,
  /** Bits; 1 is no information. From ratios of pictures that the fit had not seen (five-fold). */
  cllr: z.number().min(0),
  /** What the best possible calibration of the same ranking would reach. */
  cllrMin: z.number().min(0),
  /** The lowest score at which few real pictures are called generated. */
  threshold: z.strictObject({
    score: z.number(),
    falsePositives: z.strictObject({ count: z.int().min(0), of: z.int().min(0) }),
  }),
  /** Likelihood ratios between these two say nothing. */
  inconclusive: z.strictObject({ low: z.number().positive(), high: z.number().positive() }),
  /** Which pictures these were. */
  set: z.string().min(1).max(500),
  /** YYYY-MM-DD. */
  date: z.iso.date(),
});
export type Calibration = z.infer<typeof Calibration>;
