import type { Interval, MeasuredRate } from '../../../inference/index.ts';

/** `0.912 (0.874–0.939)`: a share with its 95 % interval. */
export function shareWithInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
}

/** `12 of 240, 5.0 % (2.9–8.5)`: a counted share with its 95 % interval in percent. */
export function countWithInterval({ count, of, value, low, high }: MeasuredRate): string {
  const percent = (share: number): string => (share * 100).toFixed(1);
  return `${count} of ${of}, ${percent(value)} % (${percent(low)}–${percent(high)})`;
}
