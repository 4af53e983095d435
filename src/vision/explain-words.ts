import { type Calibration, ratioText } from '../contract/plain.ts';
import type { Standing, Weight } from './explain-weight.ts';

/** With a true minus sign, two digits. */
export const scoreText = (score: number): string => score.toFixed(2).replace('-', '−');

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What the calibration was counted on and how well it does there. */
export function calibrationWords({ set, date, real, generated, threshold, cllr, auc }: Calibration): string {
  const { count, of } = threshold.falsePositives;
  const few = of === 0 ? '' : ` (${percent(count / of)})`;
  return `From ${scoreText(threshold.score)} upwards ${count} of ${of} genuine pictures of the calibration set scored${few}. The set: ${set}; ${real.count} genuine, ${generated.count} forged, ${date}; Cllr ${cllr.toFixed(2)}, AUC ${auc.value.toFixed(3)} (95 %: ${auc.low.toFixed(3)}–${auc.high.toFixed(3)}). On pictures of other kinds it can do worse, and tools newer than this date were not tested.`;
}

/** Whether the result stands when the picture is saved again or scaled; empty where that was not tried. */
export function steadinessWords(retests: readonly unknown[], weight: Weight, standing: Standing): string {
  if (retests.length === 0) return '';
  const { turned, retested, ratio } = weight;
  const scores = retested.map(({ score }) => score);
  const range = `${scoreText(Math.min(...scores))} to ${scoreText(Math.max(...scores))}`;
  if (turned !== undefined)
    return `The result does not hold under re-compression and scaling: it changes side when ${turned.change} (score ${scoreText(turned.score)}, likelihood ratio about ${ratioText(turned.ratio)}), so it counts for nothing.`;
  const lowered =
    standing !== 'no-indication' && weight.support < ratio
      ? ` The weight given is that of the weakest copy; the picture as it is has a ratio of about ${ratioText(ratio)}.`
      : '';
  return `Saved again as JPEG and scaled down, ${retests.length} copies scored ${range}: the same side each time.${lowered}`;
}
