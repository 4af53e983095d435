import { describe, expect, it } from 'vitest';
import type { Block, Line, Side } from '../../src/ocr/index.ts';
import { readConversation } from './conversation.ts';
import { judgeApp } from './judge-app.ts';
import { judgeKind } from './judge-kind.ts';
import { listRedactions } from './redactions.ts';
import { plainText, seenText } from './seen-text.ts';

const lineOf = (text: string, x: number, y: number, width: number): Line => {
  const words = text.split(' ').map((word, i, all) => ({
    text: word,
    confidence: 90 - i,
    box: { x: x + (i * width) / all.length, y, width: width / all.length, height: 30 },
    glued: false,
  }));
  const paddle = { text, confidence: 90, words };
  return { text, confidence: 90, box: { x, y, width, height: 30 }, words, paddle };
};

function block(
  texts: readonly string[],
  side: Side,
  y: number,
  ground: Block['ground'] = [255, 255, 255],
): Block {
  const x = side === 'right' ? 600 : side === 'centre' ? 350 : 40;
  const lines = texts.map((text, i) => lineOf(text, x, y + 40 * i, 360));
  const box = { x, y, width: 360, height: 40 * texts.length };
  return { lines, box, side, ground, time: undefined, quoted: [] };
}
const judge = (blocks: readonly Block[]) => judgeKind(blocks, readConversation(blocks, 2000)).kind;

describe('the kind of a picture', () => {
  it('is a receipt where labels stand beside values', () => {
    const rows = ['收款人', '收款账号', '交易时间'].flatMap((label, i) => [
      block([label], 'left', 500 + 200 * i),
      block([`value ${i}`], 'right', 500 + 200 * i),
    ]);
    const blocks = [block(['转账成功'], 'centre', 300), ...rows];
    expect(judge(blocks)).toBe('receipt');
    expect(readConversation(blocks, 2000).isConversation).toBe(false);
  });

  it('is an identity document with a machine-readable zone', () => {
    expect(judge([block(['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<'], 'wide', 900)])).toBe('identity-document');
  });

  it('is a warning where the police warn, not what they warn of', () => {
    expect(judge([block(['POLICE WARNING', 'Scam alert: do not transfer'], 'centre', 400)])).toBe(
      'police-warning',
    );
  });

  it('is a profile where counts stand with its words, although buttons stand left and right', () => {
    const blocks = [
      block(['Marta K.'], 'left', 300),
      block(['1,204', 'posts'], 'left', 500),
      block(['48.1K', 'followers'], 'centre', 500),
      block(['310', 'following'], 'right', 500, [240, 240, 250]),
      block(['Follow'], 'left', 700, [20, 120, 240]),
      block(['Message'], 'right', 700, [230, 230, 230]),
    ];
    expect(judge(blocks)).toBe('profile');
  });

  it('is an advert where a poster speaks of work once', () => {
    const lines = ['OFFICE SUNRISE', 'Work from home', 'any age', 'Telegram: @desk_sunrise5'];
    expect(judge(lines.map((text, i) => block([text], 'centre', 300 + 200 * i)))).toBe('job-advert');
  });

  it('is not told without reasons', () => {
    expect(judge([block(['hello'], 'centre', 400)])).toBeUndefined();
  });

  it('takes no word for part of another', () => {
    expect(judge([block(['Postscript botany'], 'centre', 400)])).toBeUndefined();
  });
});

describe('a conversation', () => {
  const blocks = [
    block(['Clara'], 'left', 60, [7, 94, 84]),
    block(['Write to me'], 'left', 500),
    block(['My number is +44 7700 900321'], 'right', 700, [217, 253, 211]),
  ];
  const talk = readConversation(blocks, 2000);

  it('has an owner on the right and a name on top', () => {
    expect(talk.utterances.map(({ speaker }) => speaker)).toEqual(['interface', 'other', 'owner']);
    expect(talk.title).toBe('Clara');
    expect(judgeApp(talk)).toMatchObject({ app: 'WhatsApp', theme: 'light', messages: 1 });
  });

  it('has its owner’s number and all faces on the list of what to cover', () => {
    const found = {
      kind: 'phone' as const,
      value: '+447700900321',
      reading: '+44 7700 900321',
      start: 0,
      end: 1,
      defanged: false,
    };
    const value = { found, box: { x: 700, y: 705, width: 100, height: 30 }, confidence: 90, how: '' };
    const face = { x: 1, y: 1, width: 9, height: 9 };
    expect(listRedactions([value], talk, [face]).map(({ what }) => what)).toEqual([
      'phone written by the owner of the screen',
      'face',
    ]);
  });

  it('names nobody where the writing runs from right to left', () => {
    const arabic = [block(['كيف أستلم المبلغ'], 'right', 700, [0, 92, 75]), block(['سجل هنا'], 'left', 900)];
    expect(readConversation(arabic, 2000).utterances.map(({ speaker }) => speaker)).toEqual([
      'interface',
      'interface',
    ]);
  });
});

describe('text in which values are looked for', () => {
  const broken = (first: string, second: string, x = 40) => {
    const lines = [lineOf(first, 40, 500, 380), lineOf(second, x, 540, 200)];
    return [{ ...block(['x'], 'left', 500), lines, box: { x: 40, y: 500, width: 400, height: 70 } }];
  };

  it('has links whole that a bubble broke', () => {
    expect(seenText(broken('see https://a-', 'b.example.com/x')).text).toContain('https://a-b.example.com/x');
  });

  it('knows when a link may go on in the next line', () => {
    const seen = seenText(broken('see a.example.com', 'more words here'));
    expect(seen.mayBeCut({ kind: 'domain', end: 'see a.example.com'.length })).toBe(true);
    expect(seen.mayBeCut({ kind: 'domain', end: 'see a'.length })).toBe(false);
  });

  it('places a value in the words it covers, as sure as the least sure of them', () => {
    const blocks = [{ ...block(['x'], 'left', 10), lines: [lineOf('one two three', 30, 10, 300)] }];
    expect(seenText(blocks).locate({ start: 4, end: 13 })).toEqual({
      box: { x: 130, y: 10, width: 200, height: 30 },
      confidence: 88,
    });
    expect(plainText(blocks)).toBe('one two three');
  });
});
