import { describe, expect, it } from 'vitest';
import { blankRaster, type Colour, paste } from '../../media/index.ts';
import type { Line } from '../page.ts';
import { groupLines, isTime } from './group-lines.ts';
import { rowsOf } from './order-lines.ts';

const line = (text: string, x: number, y: number, width: number, height = 30): Line => {
  const box = { x, y, width, height };
  const words = [{ text, confidence: 95, box, glued: false }];
  return { text, confidence: 95, box, words, paddle: { text, confidence: 95, words } };
};

/** A page with bubbles of these grounds. */
function page(bubbles: readonly { x: number; y: number; width: number; height: number; colour: Colour }[]) {
  const raster = blankRaster(600, 800, [230, 230, 230]);
  for (const { x, y, width, height, colour } of bubbles)
    paste(raster, blankRaster(width, height, colour), x, y);
  return raster;
}
const white: Colour = [255, 255, 255];
const green: Colour = [217, 253, 211];

describe('lines of a conversation', () => {
  const raster = page([
    { x: 20, y: 100, width: 400, height: 120, colour: white },
    { x: 250, y: 260, width: 330, height: 70, colour: green },
  ]);
  const lines = [
    line('Did you open your account', 40, 110, 340),
    line('on the platform?', 40, 150, 200),
    line('10:17', 360, 185, 50, 22),
    line('Yes, yesterday', 270, 275, 220),
    line('10:19 ✓✓', 510, 285, 60, 22),
  ];

  it('are put together by bubble, with its side and the time that stands with it', () => {
    const blocks = groupLines(lines, raster);
    expect(
      blocks.map(({ side, time, lines: own }) => [side, time, own.map((l) => l.text).join(' ')]),
    ).toEqual([
      ['left', '10:17', 'Did you open your account on the platform?'],
      ['right', '10:19 ✓✓', 'Yes, yesterday'],
    ]);
    expect(blocks.map(({ ground }) => [...ground])).toEqual([[...white], [...green]]);
  });

  it('keep a quoted message apart from the answer', () => {
    const quoted = page([
      { x: 20, y: 100, width: 400, height: 120, colour: white },
      { x: 30, y: 110, width: 380, height: 40, colour: [240, 240, 240] },
    ]);
    const [block] = groupLines(
      [line('pay the tax', 40, 114, 150), line('I have no money', 40, 160, 220)],
      quoted,
    );
    expect(block?.quoted.map((l) => l.text)).toEqual(['pay the tax']);
    expect(block?.lines.map((l) => l.text)).toEqual(['I have no money']);
  });

  it('on grounds that change little by little are all kept', () => {
    const bands = [210, 200, 190, 180, 170].map((shade, i) => ({
      x: 0,
      y: 100 + i * 45,
      width: 600,
      height: 45,
      colour: [shade, shade, shade] as const,
    }));
    const poster = page(bands.map((band) => ({ ...band, colour: [...band.colour] as Colour })));
    const rows = bands.map(({ y }, i) => line(`line ${i}`, 150, y + 8, 300));
    const kept = groupLines(rows, poster).flatMap((b) => [...b.quoted, ...b.lines]);
    expect(kept.map((l) => l.text).sort()).toEqual(rows.map((l) => l.text));
  });

  it('in two columns stay in their columns', () => {
    const blocks = groupLines(
      [line('Recipient', 20, 300, 120), line('Alpha Ltd', 430, 300, 150), line('Bank', 20, 380, 60)],
      page([]),
    );
    expect(blocks.map((b) => b.lines.map((l) => l.text).join())).toEqual(['Recipient', 'Alpha Ltd', 'Bank']);
  });
});

describe('rows', () => {
  it('are read from the right where the writing runs so', () => {
    const row = [line('المستفيد', 400, 100, 100), line('123', 20, 102, 60)];
    expect(rowsOf(row, true).map((r) => r.map((l) => l.text))).toEqual([['المستفيد', '123']]);
    expect(rowsOf(row, false).map((r) => r.map((l) => l.text))).toEqual([['123', 'المستفيد']]);
  });
});

it.each(['10:17', '9:05 PM', '下午3:20', '23:59✓✓', '오후 2:11'])('%s is a time', (text) => {
  expect(isTime(text)).toBe(true);
});
it.each(['25:99', '10:17 tomorrow', '1:2', 'leave at 10:17', 'a'.repeat(50_000)])('is no time', (text) => {
  expect(isTime(text)).toBe(false);
});
