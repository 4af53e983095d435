import { type Line, placeOf } from '../page.ts';

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** Whether the writing of these lines runs from right to left for the most part. */
export function runsRightToLeft(lines: readonly Line[]): boolean {
  const letters =
    lines
      .map(({ text }) => text)
      .join('')
      .match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => RIGHT_TO_LEFT.test(letter)).length * 2 > letters.length;
}

function middle(line: Line): number {
  const { y, height } = placeOf(line);
  return y + height / 2;
}

/** Rows from the top: lines beside one another, in the order in which they are read. */
export function rowsOf(lines: readonly Line[], rightToLeft: boolean): Line[][] {
  const rows: Line[][] = [];
  for (const line of [...lines].sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    const first = row?.[0];
    const beside =
      first !== undefined &&
      middle(line) - middle(first) < 0.5 * Math.min(placeOf(line).height, placeOf(first).height);
    if (beside) row?.push(line);
    else rows.push([line]);
  }
  const sign = rightToLeft ? -1 : 1;
  return rows.map((row) => row.sort((a, b) => sign * (placeOf(a).x - placeOf(b).x)));
}
