import { showHostile } from '../../../exchange/index.ts';
import { measuredRate } from '../../../inference/index.ts';
import type { ModelEvaluation } from '../../models/evaluate-models.ts';
import { printTable } from '../../print-table.ts';
import { countWithInterval, shareWithInterval } from './figures.ts';

const MOST_REASONS = 5;

/** Every figure with its counts and 95 % interval. */
export function printEvaluations(evaluations: readonly ModelEvaluation[]): void {
  const head = ['MODEL', 'REAL', 'GENERATED', 'AUC (95 %)', 'EER', 'CLLR', 'CLLR MIN', 'COVERAGE (95 %)'];
  printTable(head, evaluations.map(asRow));
  for (const one of evaluations) process.stdout.write(`\n${linesOf(one).join('\n')}\n`);
}

function asRow({ manifest, counts, auc, eer, calibration, coverage }: ModelEvaluation): string[] {
  return [
    manifest.name,
    String(counts.real),
    String(counts.generated),
    auc === undefined ? '–' : shareWithInterval(auc),
    eer === undefined ? '–' : eer.toFixed(3),
    calibration === undefined ? '–' : calibration.cllr.toFixed(3),
    calibration === undefined ? '–' : calibration.cllrMin.toFixed(3),
    countWithInterval(coverage),
  ];
}

function linesOf({ manifest, calibration, asCalibrated, notScored }: ModelEvaluation): string[] {
  const lines = [manifest.name];
  if (calibration === undefined) lines.push('  Too few scores of a kind for a calibration.');
  else {
    const { threshold, bound } = calibration;
    const false5 = countWithInterval(measuredRate(threshold.falsePositives));
    lines.push(
      `  Calibrated on these pictures (five-fold): ratios up to ${Math.floor(bound)}; real pictures at or above score ${threshold.score.toPrecision(4)}: ${false5}`,
    );
  }
  if (asCalibrated !== undefined) {
    const { cllr, falsePositives, truePositives, inconclusive } = asCalibrated;
    lines.push(
      `  By the calibration that it has (${manifest.calibration?.set ?? ''}): Cllr ${cllr.toFixed(3)}`,
      `    real pictures at or above its threshold: ${countWithInterval(falsePositives)}`,
      `    generated pictures at or above it: ${countWithInterval(truePositives)}`,
      `    ratios that say nothing: ${countWithInterval(inconclusive)}`,
    );
  }
  for (const [why, count] of notScored.slice(0, MOST_REASONS)) lines.push(`  Not scored, ${count}: ${why}`);
  return lines.map((line) => showHostile(line, { max: 1000, lines: false }));
}
