import type { Answers, Finding, Support } from '../../contract/index.ts';

/** A finding that bears on the question, and the terms under which its analyzer answers. */
export interface Weighted {
  readonly run: string;
  readonly finding: Finding;
  readonly support: Support;
  readonly answers: Answers;
}

export interface Combined {
  readonly kind: string | undefined;
  /** Product of what counts, before and after the bound. */
  readonly product: number;
  readonly value: number;
  readonly bound: number;
  /** Those that make up the product, strongest first. */
  readonly counted: readonly Weighted[];
  /** Left out, because a stronger finding has the same cause. */
  readonly shared: readonly Weighted[];
}

/**
 * Multiplies ratios, which supposes that groups are independent given each proposition. Of each group only the strongest in
 * either direction counts. The result is held within the smallest bound that the analyzers involved declare, or the strongest finding's own
 * ratio within its own bound where that is more. Where findings speak of kinds, the kind with the greatest ratio is taken; findings without a kind count for each.
 */
export function combine(weighted: readonly Weighted[]): Combined {
  const kinds = [...new Set(weighted.flatMap(({ support }) => support.kind ?? []))];
  const choices = (kinds.length === 0 ? [undefined] : kinds).map((kind) => ofKind(weighted, kind));
  return choices.reduce((best, next) => (next.product > best.product ? next : best));
}

function ofKind(weighted: readonly Weighted[], kind: string | undefined): Combined {
  const concerned = weighted.filter(({ support }) => support.kind === undefined || support.kind === kind);
  const strongest = new Map<string, Weighted>();
  for (const one of concerned) {
    const key = `${one.support.ratio >= 1 ? 'for' : 'against'}:${one.support.group}`;
    const before = strongest.get(key);
    if (before === undefined || strengthOf(one) > strengthOf(before)) strongest.set(key, one);
  }
  const counted = [...strongest.values()].sort((a, b) => strengthOf(b) - strengthOf(a));
  const product = counted.reduce((all, { support }) => all * support.ratio, 1);
  // More that speaks for the same never makes less: the strongest finding keeps what its own method can carry.
  const [first] = counted;
  const own =
    first === undefined
      ? 1
      : Math.min(first.answers.bound, Math.max(first.support.ratio, 1 / first.support.ratio));
  const bound = Math.max(own, Math.min(...counted.map(({ answers }) => answers.bound)));
  return {
    kind,
    product,
    value: Math.min(bound, Math.max(1 / bound, product)),
    bound,
    counted,
    shared: concerned.filter((one) => !counted.includes(one)),
  };
}

function strengthOf({ support }: Weighted): number {
  return Math.abs(Math.log(support.ratio));
}
