import type { Fingerprint } from '../contract/index.ts';
import { type Agreement, fingerprintKinds } from './kinds.ts';

/** How far two sides agree in one kind of fingerprint. */
export interface KindCompared extends Agreement {
  readonly kind: string;
  readonly about: string;
}

/** Only that many values of one kind are compared with each other. */
const MAX_VALUES = 40;

/**
 * Compares two sets of fingerprints kind by kind, in the order of `fingerprintKinds`. A kind that only one side has is
 * left out. Several values of a kind are paired best first, and what stays without a partner counts as 0.
 */
export function compareFingerprints(
  a: readonly Fingerprint[],
  b: readonly Fingerprint[],
): readonly KindCompared[] {
  const [x, y] = [byKind(a), byKind(b)];
  const compared: KindCompared[] = [];
  for (const [kind, { compare, about }] of Object.entries(fingerprintKinds)) {
    const [ours, theirs] = [x.get(kind), y.get(kind)];
    if (!ours || !theirs) continue;
    const agreement = pairUp(ours.slice(0, MAX_VALUES), theirs.slice(0, MAX_VALUES), compare);
    if (agreement) compared.push({ kind, about, ...agreement });
  }
  return compared;
}

/**
 * One number for ordering candidates by likeness, 0–1: the mean of the kinds' scores by weight and substance. A kind
 * that one side has and the other lacks counts as no agreement, at half its weight. No probability, and no verdict.
 */
export function resemblance(a: readonly Fingerprint[], b: readonly Fingerprint[]): number {
  const compared = new Map(compareFingerprints(a, b).map((one) => [one.kind, one]));
  const [x, y] = [byKind(a), byKind(b)];
  let [sum, weights] = [0, 0];
  for (const [kind, { weight }] of Object.entries(fingerprintKinds)) {
    const one = compared.get(kind);
    if (one) {
      sum += weight * one.substance * one.score;
      weights += weight * one.substance;
    } else if (x.has(kind) !== y.has(kind)) weights += weight / 2;
  }
  return weights === 0 ? 0 : sum / weights;
}

function byKind(fingerprints: readonly Fingerprint[]): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  for (const { kind, value } of fingerprints) kinds.set(kind, [...(kinds.get(kind) ?? []), value]);
  return kinds;
}

type Compare = (a: string, b: string) => Agreement | undefined;

function pairUp(ours: readonly string[], theirs: readonly string[], compare: Compare): Agreement | undefined {
  const pairs = ours
    .flatMap((a, i) => theirs.map((b, j) => ({ i, j, agreement: compare(a, b) })))
    .filter((pair): pair is { i: number; j: number; agreement: Agreement } => pair.agreement !== undefined)
    .sort((p, q) => q.agreement.score - p.agreement.score);
  const [best] = pairs;
  if (!best || (ours.length === 1 && theirs.length === 1)) return best?.agreement;
  const [usedOurs, usedTheirs] = [new Set<number>(), new Set<number>()];
  let [score, substance] = [0, 0];
  for (const { i, j, agreement } of pairs) {
    if (usedOurs.has(i) || usedTheirs.has(j)) continue;
    usedOurs.add(i);
    usedTheirs.add(j);
    score += agreement.score;
    substance = Math.max(substance, agreement.substance);
  }
  return { score: score / Math.max(ours.length, theirs.length), substance };
}
