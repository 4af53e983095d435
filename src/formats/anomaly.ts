/**
 * Something in a file that is not as its format demands, or that makes readers disagree. A fact to report, never a
 * reason to stop. `code` names the rule; readers list theirs as a closed union.
 */
export interface Anomaly<Code extends string = string> {
  readonly code: Code;
  /** In words, with the numbers seen. */
  readonly detail: string;
  /** Byte offset in the file read. */
  readonly offset?: number;
  /** Container entry concerned. */
  readonly entry?: string;
}

/** Collects anomalies up to a bound, so that a file of a million faults stays a short report. */
export interface AnomalyLog<Code extends string> {
  readonly all: readonly Anomaly<Code>[];
  /** How many were seen, the unlisted ones too. */
  readonly seen: number;
  add(code: Code, detail: string, where?: { offset?: number; entry?: string }): void;
}

export function anomalyLog<Code extends string>(maxPerCode = 20): AnomalyLog<Code> {
  const all: Anomaly<Code>[] = [];
  const counts = new Map<Code, number>();
  let seen = 0;
  return {
    all,
    get seen() {
      return seen;
    },
    add(code, detail, where = {}) {
      seen += 1;
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= maxPerCode) all.push({ code, detail, ...where });
    },
  };
}
