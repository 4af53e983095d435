import { describe, expect, it } from 'vitest';
import { sizeByHeight } from './letter-heights.ts';
import type { Letter } from './paddle/decode-ctc.ts';
import { spaceByGaps } from './space-gaps.ts';

const HEIGHT = 48;
/** A letter drawn as a block: how wide it is, how high it stands, and what room follows it. */
interface Drawn {
  readonly text: string;
  readonly width?: number;
  readonly top?: number;
  readonly room?: number;
}

/** A line in which each letter is a dark block, as PP-OCR would have read it. */
function draw(drawn: readonly Drawn[], ground = 250, ink = 20) {
  const widths = drawn.map(({ width = 14 }) => width);
  const rooms = drawn.map(({ room = 4 }) => room);
  const width = 8 + widths.reduce((a, b) => a + b, 0) + rooms.reduce((a, b) => a + b, 0);
  const data = new Uint8Array(width * HEIGHT).fill(ground);
  let x = 8;
  const letters: Letter[] = drawn.map(({ text, top = 12 }, i) => {
    const own = widths[i] ?? 0;
    for (let y = top; y < 36; y++) data.fill(ink, y * width + x, y * width + x + own);
    const at = (x + own / 2) / width;
    x += own + (rooms[i] ?? 0);
    return { text, score: 0.99, at };
  });
  return { letters, line: { width, height: HEIGHT, data } };
}

const word = (text: string, room = 10): Drawn[] =>
  [...text].map((letter, i) => ({
    text: letter,
    width: /[1il]/.test(letter) ? 5 : 12 + (i % 3) * 3,
    ...(i === text.length - 1 ? { room } : {}),
  }));
const read = (letters: readonly Letter[]): string => letters.map(({ text }) => text).join('');

describe('spaces that PP-OCR left out', () => {
  it('are put back where the picture shows them', () => {
    const { letters, line } = draw([...word('follow'), ...word('me'), ...word('here')]);
    expect(read(spaceByGaps(letters, line))).toBe('follow me here');
  });

  it('are seen on dark ground too', () => {
    const { letters, line } = draw([...word('code'), ...word('QWMZ')], 20, 240);
    expect(read(spaceByGaps(letters, line))).toBe('code QWMZ');
  });

  it('are not made of the room that thin figures have', () => {
    const thin = word('2026').map((letter) => letter);
    const { letters, line } = draw([...thin.slice(0, 3), { text: '1', width: 5, room: 9 }, ...word('1946')]);
    expect(read(spaceByGaps(letters, line))).toBe('20211946');
  });

  it('do not divide a heading that is set wide', () => {
    const wide = [...'EXTRA'].map((text, i) => ({ text, width: 12 + (i % 3) * 3, room: 10 }));
    const { letters, line } = draw(wide);
    expect(read(spaceByGaps(letters, line))).toBe('EXTRA');
  });

  it('do not spell the capitals of a currency', () => {
    const apart = [...'VND'].map((text) => ({ text, width: 14, room: 9 }));
    const { letters, line } = draw([...word('25000', 12), ...apart]);
    expect(read(spaceByGaps(letters, line))).toBe('25000 VND');
  });

  it('do not divide type of one width, whose thin letters stand apart', () => {
    const cell = (text: string): Drawn =>
      /[1il]/.test(text) ? { text, width: 5, room: 13 } : { text, width: 14, room: 4 };
    const { letters, line } = draw([...'TKbilq7i1lZpQ2x'].map(cell));
    expect(read(spaceByGaps(letters, line))).not.toContain(' ');
  });

  it('follow a colon only where there is more room than it has itself', () => {
    const near = draw([...word('code', 4), { text: ':', width: 4, room: 6 }, ...word('ABCD')]);
    expect(read(spaceByGaps(near.letters, near.line))).toBe('code:ABCD');
    const far = draw([...word('code', 4), { text: ':', width: 4, room: 13 }, ...word('ABCD')]);
    expect(read(spaceByGaps(far.letters, far.line))).toBe('code: ABCD');
  });
});

describe('letters that look alike large and small', () => {
  const line = (last: Drawn) =>
    draw(
      [...'hdnm']
        .map((text) => ({ text, top: /[hd]/.test(text) ? 8 : 18 }))
        .concat([
          { top: 8, ...last, text: last.text },
          { text: 'n', top: 18 },
        ]),
    );

  it('are told by their height', () => {
    const low = line({ text: '0', top: 18 });
    expect(read(sizeByHeight(low.letters, low.line))).toBe('hdnmon');
    const high = line({ text: '0', top: 8 });
    expect(read(sizeByHeight(high.letters, high.line))).toBe('hdnm0n');
  });

  it('stay as they were read where the height does not tell', () => {
    const between = line({ text: '0', top: 13 });
    expect(read(sizeByHeight(between.letters, between.line))).toBe('hdnm0n');
    const accented = line({ text: 'o', top: 8 });
    expect(read(sizeByHeight(accented.letters, accented.line))).toBe('hdnmon');
  });
});
