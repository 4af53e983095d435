import { type Anomaly, anomalyLog } from '../anomaly.ts';
import type { DexAnomalyCode } from './anomaly-code.ts';

/** Collects what is wrong with a program. A hostile one has millions of faults: words are made only for those that are kept. */
export interface DexLog {
  readonly all: readonly Anomaly<DexAnomalyCode>[];
  add(code: DexAnomalyCode, detail: (() => string) | string, offset: number): void;
}

const MOST_PER_CODE = 20;

export function dexLog(): DexLog {
  const log = anomalyLog<DexAnomalyCode>(MOST_PER_CODE);
  const counts: Partial<Record<DexAnomalyCode, number>> = {};
  return {
    all: log.all,
    add(code, detail, offset) {
      const count = counts[code] ?? 0;
      if (count >= MOST_PER_CODE) return;
      counts[code] = count + 1;
      log.add(code, typeof detail === 'string' ? detail : detail(), { offset });
    },
  };
}
