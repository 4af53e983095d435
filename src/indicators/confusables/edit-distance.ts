/**
 * How many letters must be changed, added, left out or swapped with their neighbour to turn one text into the other
 * (optimal string alignment), as far as that is at most `limit`; `limit + 1` otherwise. Costs length × limit.
 */
export function editDistance(one: string, other: string, limit: number): number {
  const far = limit + 1;
  if (Math.abs(one.length - other.length) > limit) return far;
  let [before, last, row] = [0, 1, 2].map(() => new Array<number>(other.length + 1).fill(far));
  for (let at = 0; at <= Math.min(limit, other.length); at++) last![at] = at;
  for (let a = 1; a <= one.length; a++) {
    row!.fill(far);
    if (a <= limit) row![0] = a;
    let least = row![0]!;
    for (let b = Math.max(1, a - limit); b <= Math.min(other.length, a + limit); b++) {
      const same = one[a - 1] === other[b - 1];
      let cost = Math.min(last![b]! + 1, row![b - 1]! + 1, last![b - 1]! + (same ? 0 : 1));
      const swapped = a > 1 && b > 1 && one[a - 1] === other[b - 2] && one[a - 2] === other[b - 1];
      if (swapped) cost = Math.min(cost, before![b - 2]! + 1);
      row![b] = Math.min(cost, far);
      least = Math.min(least, row![b]!);
    }
    if (least > limit) return far;
    [before, last, row] = [last, row, before];
  }
  return last![other.length]!;
}
