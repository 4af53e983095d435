import { describe, expect, it } from 'vitest';
import { findIndicators, joinLines } from './index.ts';

/** Lines of one bubble: 20 pixels high, 10 per character, 8 apart. */
const bubble = (...texts: string[]) =>
  texts.map((text, at) => ({ text, box: { x: 40, y: 100 + at * 28, width: text.length * 10, height: 20 } }));
const values = (lines: Parameters<typeof joinLines>[0]): string[] =>
  findIndicators(joinLines(lines).text).map(({ kind, value }) => `${kind} ${value}`);

describe('what was wrapped in a bubble is made whole', () => {
  it('a host broken behind its hyphen', () => {
    expect(
      values(bubble('That is fine. Register here omnitradeo-', 'global.com/track?id=59077459 and use')),
    ).toEqual(['url http://omnitradeo-global.com/track?id=59077459']);
  });

  it('a link broken where the bubble ended', () => {
    const lines = bubble(
      'your parcel was not delivered to you now.',
      'https://trustbridgex365.shop/invite/51920',
      '5',
    );
    expect(values(lines)).toEqual(['url https://trustbridgex365.shop/invite/519205']);
  });

  it('not a link with the sentence that goes on below it', () => {
    const lines = bubble(
      'Register here with the link of my uncle, dear',
      'https://swiftparcel365.top/h5/#/reg',
      'and use my invite code',
    );
    expect(values(lines)).toEqual(['url https://swiftparcel365.top/h5/#/reg']);
  });

  it('a telephone number', () => {
    expect(values(bubble('téléphone est cassé. WhatsApp +33 6 12', '34 56 78'))).toEqual([
      'phone +33612345678',
    ]);
  });

  it('not two lines that both ended early', () => {
    const lines = bubble(
      'this is the widest line of the whole bubble',
      'Account 12345678',
      '87654321 is my room',
    );
    expect(values(lines)).toEqual(['bank-account 12345678']);
  });

  it('not across bubbles', () => {
    const [a] = bubble('see https://bad-site.top/re');
    const b = { text: 'g and more', box: { x: 400, y: 300, width: 100, height: 20 } };
    expect(values([a!, b])).toEqual(['url https://bad-site.top/re']);
  });
});

describe('without boxes', () => {
  it('only what the text itself shows to be broken is joined', () => {
    expect(values([{ text: 'go to https://xn--' }, { text: 'binnce-6we.com/v' }, { text: 'now' }])).toEqual([
      'url https://xn--binnce-6we.com/v',
    ]);
  });
});

it('tells the lines that a span lies in', () => {
  const joined = joinLines(bubble('Register here omnitradeo-', 'global.com/x and'));
  const [found] = findIndicators(joined.text);
  expect(joined.place(found!.start, found!.end)).toEqual([
    { line: 0, start: 14, end: 25 },
    { line: 1, start: 0, end: 12 },
  ]);
});
