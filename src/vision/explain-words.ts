import { type Calibration, ratioText, supportWord } from '../contract/plain.ts';
import type { Standing, Weight } from './explain-weight.ts';

/** The two propositions that a score is about. */
export interface Propositions {
  /** Completes “support that …”. */
  readonly proposition: string;
  /** Follows it: `rather than …`. */
  readonly alternative: string;
}

/** With a true minus sign, two digits. */
export const scoreText = (score: number): string => score.toFixed(2).replace('-', '−');

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What the calibration was counted on and how well it does there. */
export function calibrationWords({ set, date, real, generated, threshold, cllr, auc }: Calibration): string {
  const { count, of } = threshold.falsePositives;
  const few = of === 0 ? '' : ` (${percent(count / of)})`;
  return `From ${scoreText(threshold.score)} upwards ${count} of ${of} genuine ones of the calibration set scored${few}. The set: ${set}; ${real.count} genuine, ${generated.count} forged, ${date}; Cllr ${cllr.toFixed(2)}, AUC ${auc.value.toFixed(3)} (95 %: ${auc.low.toFixed(3)}–${auc.high.toFixed(3)}). On pictures of other kinds it can do worse, and tools newer than this date were not tested.`;
}

/** The first sentence: propositions, verbal strength, number. */
export function answerWords(
  { proposition, alternative }: Propositions,
  calibration: Calibration,
  weight: Weight,
  standing: Standing,
): string {
  const { bound, inconclusive } = calibration;
  const { ratio, support } = weight;
  const number = (value: number) =>
    `likelihood ratio about ${ratioText(value)}, bounded to at most ${ratioText(bound)}`;
  if (standing === 'supports')
    return `The score provides ${supportWord(support)} support (${number(support)}) that ${proposition}, ${alternative}.`;
  if (standing === 'no-indication')
    return `No indication that ${proposition} was found by this method (${number(ratio)}). That does not show that nothing was changed: tools of other kinds were not tested.`;
  const other = `it was ${alternative.replace(/^rather than /, '')}`;
  if (ratio > inconclusive.low && ratio < inconclusive.high)
    return `The score gives no practical support to either proposition (${number(ratio)}): that ${proposition}, or that ${other}.`;
  const why = whyUnclear(weight, calibration);
  return `No clear result on whether ${proposition}, ${alternative}: the score by itself has a ${number(ratio)}, but ${why}.`;
}

function whyUnclear({ holds, among, support }: Weight, { inconclusive }: Calibration): string {
  if (!holds) return 'it does not hold when the picture is saved again or scaled';
  if (support >= inconclusive.high)
    return 'it lies below the threshold from which the method speaks, since too many recorded ones score like it';
  return among > 1
    ? `it is the score of one of ${among}, any of which could have come out like this by chance`
    : 'it is weaker when the picture is saved again or scaled';
}

/** Whether the result stands when the picture is saved again or scaled; empty where that was not tried. */
export function steadinessWords(
  { turned, copies, ratio, support, holds, among }: Weight,
  standing: Standing,
): string {
  if (copies.length === 0) return '';
  const [furthest] = turned;
  if (furthest === undefined) {
    const scores = copies.map(({ score }) => score);
    const range = `${scoreText(Math.min(...scores))} to ${scoreText(Math.max(...scores))}`;
    return `Saved again as JPEG and scaled down, ${copies.length} copies scored ${range}: the same side each time.${loweredWords(ratio, support, among, standing)}`;
  }
  const where = `${turned.length} of ${copies.length} copies change side, most when it is ${furthest.change} (score ${scoreText(furthest.score)}, likelihood ratio about ${ratioText(furthest.ratio)})`;
  return holds
    ? `The result does not hold in every copy that was saved again or scaled: ${where}.${loweredWords(ratio, support, among, standing)}`
    : `The result does not hold under re-compression and scaling: ${where}. So it counts for nothing.`;
}

function loweredWords(ratio: number, support: number, among: number, standing: Standing): string {
  if (standing !== 'supports' || support >= ratio) return '';
  const shared = among > 1 ? `, divided by the ${among} that were scored` : '';
  return ` The weight given is the least of the picture and the copies that hold${shared}; the picture as it is has a ratio of about ${ratioText(ratio)}.`;
}
