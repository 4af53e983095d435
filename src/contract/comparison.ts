import { z } from 'zod';
import { Sha256 } from './ids.ts';
import { indicatorKinds } from './result.ts';

const lists = z.array(z.string().max(4096)).max(200);
const count = z.int().min(0);

/** One of two compared apps, as its examination described it. */
export const ComparedSide = z.strictObject({
  sha256: Sha256,
  label: z.string().max(1000).optional(),
  package: z.string().max(1000).optional(),
  version: z.string().max(1000).optional(),
});
export type ComparedSide = z.infer<typeof ComparedSide>;

/** Something that both have. `telling`: it points to the same people; false: many unrelated apps share it. */
export const SharedTrait = z.strictObject({
  id: z.string().max(60),
  title: z.string().max(300),
  detail: z.string().max(2000),
  telling: z.boolean(),
  /** What kind of indicator the values are, where they are such: whoever shows them defangs them. */
  kind: z.enum(indicatorKinds).optional(),
  values: lists,
  /** All shared values, also beyond those listed. */
  total: count,
});
export type SharedTrait = z.infer<typeof SharedTrait>;

/** How far both agree in one kind of fingerprint. Similarity is not identity. */
export const Likeness = z.strictObject({
  kind: z.string().max(60),
  about: z.string().max(300),
  /** 0–1; what it counts differs between kinds, see src/fingerprints. */
  score: z.number().min(0).max(1),
  /** Where sets are compared: estimated share of all elements of both that are in both. */
  shared: z.number().min(0).max(1).optional(),
  sizes: z.tuple([count, count]).optional(),
  /** The score in words. */
  says: z.string().max(500),
});
export type Likeness = z.infer<typeof Likeness>;

/** Something in which both differ. */
export const Difference = z.strictObject({
  id: z.string().max(60),
  title: z.string().max(300),
  kind: z.enum(indicatorKinds).optional(),
  onlyA: lists,
  onlyB: lists,
  /** All, also beyond those listed. */
  totalA: count,
  totalB: count,
});
export type Difference = z.infer<typeof Difference>;

/** Two apps beside each other. Says what is seen; who made them is for people to conclude. */
export const Comparison = z.strictObject({
  a: ComparedSide,
  b: ComparedSide,
  /** Plain sentences, the weightiest first. */
  summary: z.array(z.string().max(1000)).max(20),
  shared: z.array(SharedTrait),
  likeness: z.array(Likeness),
  differences: z.array(Difference),
  /** What could not be compared, and what the scores do not say. */
  limits: z.array(z.string().max(1000)),
});
export type Comparison = z.infer<typeof Comparison>;
