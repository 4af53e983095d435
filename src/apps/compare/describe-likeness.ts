import type { Likeness } from '../../contract/index.ts';
import { compareFingerprints, type KindCompared } from '../../fingerprints/index.ts';
import type { AppSide } from './app-side.ts';

/** Signer and package name are told as what is shared: they are claims, not likeness. */
const identity: ReadonlySet<string> = new Set(['android.signer', 'android.package']);

/** Sets smaller than this agree or differ by chance. */
const FEW = 5;

/** How alike two apps are, kind by kind, in numbers and words. */
export function describeLikeness(a: AppSide, b: AppSide): Likeness[] {
  return compareFingerprints(a.fingerprints, b.fingerprints)
    .filter(({ kind }) => !identity.has(kind))
    .map((one) => ({
      kind: one.kind,
      about: one.about,
      score: round(one.score),
      ...(one.shared === undefined ? {} : { shared: round(one.shared) }),
      ...(one.sizes === undefined ? {} : { sizes: [...one.sizes] as [number, number] }),
      says: inWords(one),
    }));
}

const round = (score: number): number => Math.round(score * 1000) / 1000;

function inWords({ score, shared, sizes }: KindCompared): string {
  const words = likenessWords(score);
  if (shared === undefined || sizes === undefined) return words;
  const counts = `about ${Math.round(shared * 100)} % of all are in both; there are ${sizes[0]} and ${sizes[1]}`;
  const few = Math.max(...sizes) < FEW ? '; too few to say much' : '';
  return `${words} (${counts}${few})`;
}

/** Words for a score, the same for all kinds. */
export function likenessWords(score: number): string {
  if (score >= 0.97) return 'the same or nearly the same';
  if (score >= 0.7) return 'much alike';
  if (score >= 0.4) return 'partly alike';
  if (score >= 0.15) return 'little alike';
  return 'hardly anything in common';
}
