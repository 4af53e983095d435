import { showHostile } from '../../../exchange/index.ts';
import { measuredRate } from '../../../inference/index.ts';
import type { MeasuredScores } from '../../models/measure-scores.ts';
import { printTable } from '../../print-table.ts';
import { countWithInterval, shareWithInterval } from './figures.ts';

const MOST_REASONS = 5;

/** Every figure with its counts and 95 % interval. */
export function printEvaluations(evaluations: readonly MeasuredScores[]): void {
  const head = ['SCORE', 'REAL', 'GENERATED', 'AUC (95 %)', 'EER', 'CLLR', 'CLLR MIN', 'COVERAGE (95 %)'];
  printTable(head, evaluations.map(asRow));
  for (const one of evaluations) process.stdout.write(`\n${linesOf(one).join('\n')}\n`);
}

function asRow({ name, counts, auc, eer, calibration, coverage }: MeasuredScores): string[] {
  return [
    name,
    String(counts.real),
    String(counts.generated),
    auc === undefined ? '–' : shareWithInterval(auc),
    eer === undefined ? '–' : eer.toFixed(3),
    calibration === undefined ? '–' : calibration.cllr.toFixed(3),
    calibration === undefined ? '–' : calibration.cllrMin.toFixed(3),
    countWithInterval(coverage),
  ];
}

function linesOf({ name, calibration, asCalibrated, notScored }: MeasuredScores): string[] {
  const lines = [name];
  if (calibration === undefined) lines.push('  Too few scores of a kind for a calibration.');
  else {
    const { threshold, bound } = calibration;
    const false5 = countWithInterval(measuredRate(threshold.falsePositives));
    lines.push(
      `  Calibrated on these pictures (five-fold): ratios up to ${Math.floor(bound)}; real pictures at or above score ${threshold.score.toPrecision(4)}: ${false5}`,
    );
  }
  if (asCalibrated !== undefined) {
    const { cllr, falsePositives, truePositives, inconclusive, set } = asCalibrated;
    lines.push(
      `  By the calibration that it has (${set}): Cllr ${cllr.toFixed(3)}`,
      `    real pictures at or above its threshold: ${countWithInterval(falsePositives)}`,
      `    generated pictures at or above it: ${countWithInterval(truePositives)}`,
      `    ratios that say nothing: ${countWithInterval(inconclusive)}`,
    );
  }
  for (const [why, count] of notScored.slice(0, MOST_REASONS)) lines.push(`  Not scored, ${count}: ${why}`);
  return lines.map((line) => showHostile(line, { max: 1000, lines: false }));
}
