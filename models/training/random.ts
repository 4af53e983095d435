/** Seeded chance: the same seed gives the same numbers on every machine (mulberry32). */
export interface Random {
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  of<T>(choices: readonly T[]): T;
  /** Mean 0, deviation 1 (Irwin–Hall of twelve). */
  normal(): number;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const of = <T>(choices: readonly T[]): T => {
    const chosen = choices[Math.floor(next() * choices.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  };
  return {
    of,
    between: (low, high) => low + (high - low) * next(),
    chance: (probability) => next() < probability,
    normal: () => Array.from({ length: 12 }, next).reduce((sum, v) => sum + v, -6),
  };
}
