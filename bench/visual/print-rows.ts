import {
  areaUnderCurve,
  countAtLeast,
  equalErrorRate,
  evaluateScores,
  type Interval,
  type MeasuredRate,
  measuredRate,
} from '../../src/inference/index.ts';
import type { Detector } from './detectors.ts';
import type { Labelled, SourceScores } from './score-source.ts';

const say = (line: string): void => console.log(line);
const three = ({ value, low, high }: Interval): string =>
  `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
const rate = ({ count, of, low, high }: MeasuredRate): string =>
  of === 0
    ? '–'
    : `${count}/${of} = ${((100 * count) / of).toFixed(1)} % [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;

/** One line for each detector: AUC, and for a calibrated one EER, Cllr, false positives and what it makes no statement on. */
export function printSource(scores: SourceScores, detectors: readonly Detector[]): void {
  const { source, encoding, seen, notScored, why } = scores;
  const scored = seen.real + seen.generated - notScored.real - notScored.generated;
  const reasons = [...why].map(([rule, count]) => `${rule} ${count}`).join(', ');
  say(
    `\n${source.name}, ${encoding}: coverage ${rate(measuredRate({ count: scored, of: seen.real + seen.generated }))}${reasons === '' ? '' : ` (not scored: ${reasons})`}`,
  );
  for (const detector of detectors) {
    printDetector('', detector, scores.byDetector.get(detector.name), scores.notScored);
    if (source.cutting === 'video') printDetector(', clips', detector, scores.clips.get(detector.name));
  }
}

function printDetector(
  suffix: string,
  detector: Detector,
  labelled: Labelled | undefined,
  notScored = { real: 0, generated: 0 },
): void {
  say(`  ${detector.name}${suffix}: ${figuresOf(detector, labelled, notScored)}`);
}

function figuresOf(
  { calibration }: Detector,
  labelled: Labelled | undefined,
  notScored: { readonly real: number; readonly generated: number },
): string {
  if (labelled === undefined || labelled.real.length === 0 || labelled.generated.length === 0)
    return 'a kind has no scored picture';
  const counts = `${labelled.real.length} real, ${labelled.generated.length} fake`;
  const auc = `AUC ${three(areaUnderCurve(labelled))} (${counts})`;
  if (calibration === undefined) return `${auc}, EER ${equalErrorRate(labelled).toFixed(3)}`;
  const all = evaluateScores(labelled, calibration, notScored);
  return `${auc}, EER ${all.eer.toFixed(3)}, Cllr ${all.cllr.toFixed(3)} (least possible ${all.cllrMin.toFixed(3)}), false positives ${rate(all.falsePositives)}, found ${rate(all.truePositives)}, inconclusive ${rate(all.inconclusive)}`;
}

/** False positives at the shipped threshold over the real pictures of all sources; a video counts as one, by its median. */
export function printPooled(all: readonly SourceScores[], detectors: readonly Detector[]): void {
  for (const { name, calibration } of detectors) {
    if (calibration === undefined) continue;
    const real = all.flatMap(({ source, byDetector, clips }) => {
      const from = source.cutting === 'video' ? clips : byDetector;
      return from.get(name)?.real ?? [];
    });
    const { score } = calibration.threshold;
    say(
      `  ${name}: ${rate(measuredRate(countAtLeast(real, score)))} of the real pictures and clips of all folders reach its threshold ${score.toFixed(3)}`,
    );
  }
}
