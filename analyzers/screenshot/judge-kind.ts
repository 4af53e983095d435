import { type PictureKind, pictureKinds, pictureWords } from '../../data/languages/picture-words.ts';
import type { Block } from '../../src/ocr/index.ts';
import type { Conversation } from './conversation.ts';

/** A reason to think that a picture is of a kind, and how much it weighs. */
export interface Reason {
  readonly points: number;
  readonly what: string;
}

export interface KindJudged {
  /** Undefined: nothing speaks clearly for one kind. */
  readonly kind: PictureKind | undefined;
  readonly reasons: readonly Reason[];
  readonly scores: Readonly<Partial<Record<PictureKind, number>>>;
}

/** A kind is named from this many points, and this many more than the next. */
const LEAST_POINTS = 2;
const LEAD = 0.5;

const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'd').toLowerCase();
const squash = (text: string): string => fold(text).replace(/\s+/g, '');

/** The words of a kind that stand in a text: Latin ones as whole words, others anywhere. */
function wordsIn(text: string, kind: PictureKind): string[] {
  const spaced = ` ${fold(text).replace(/[^\p{L}\p{N}&/()-]+/gu, ' ')} `;
  const solid = squash(text);
  const hits = pictureWords[kind].filter((word) =>
    /^[\x20-\x7e]+$/.test(word) ? spaced.includes(` ${word} `) : solid.includes(squash(word)),
  );
  // `part time` within `part time job` counts once.
  return hits.filter((word) => !hits.some((other) => other !== word && squash(other).includes(squash(word))));
}

/** Rows in which a label stands beside its value. */
function countPairs(blocks: readonly Block[]): number {
  const left = blocks.filter((b) => b.side === 'left');
  return blocks.filter(
    (r) =>
      r.side === 'right' &&
      left.some(
        (l) => Math.abs(l.box.y + l.box.height / 2 - r.box.y - r.box.height / 2) < 0.6 * r.box.height,
      ),
  ).length;
}

/** A count as profiles show it: `1,203`, `12.4K`, `3万`, alone or before its word. */
const countLine = /^\d[\d.,]*\s?[KM万萬천만]?(?:\s\p{L}+)?$/u;

const dateLine = /\d{1,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}|\d{1,2}\s\p{L}{3,9}\s\d{4}|^\p{L}+day\b/u;

function layoutReasons(
  blocks: readonly Block[],
  talk: Conversation,
  text: string,
): Partial<Record<PictureKind, Reason[]>> {
  const pairs = countPairs(blocks);
  const times = blocks.filter((b) => b.time !== undefined).length;
  const centred = blocks.filter((b) => b.side === 'centre').length;
  const dates = blocks.filter(
    (b) => b.side === 'centre' && b.lines.some((l) => dateLine.test(l.text)),
  ).length;
  const messages = blocks.filter((b) => b.side === 'left' && b.lines.length >= 2).length;
  const numbers = blocks.filter((b) =>
    /[-+]?\d[\d.,]*\s?%/.test(b.lines.map((l) => l.text).join(' ')),
  ).length;
  const mrz = blocks.some((b) =>
    b.lines.some((l) => /^[A-Z0-9<]{20,}$/.test(l.text.replace(/\s/g, '')) && l.text.includes('<<')),
  );
  const counts = blocks.filter((b) => b.lines.some((l) => countLine.test(l.text.trim()))).length;
  const address = blocks[0]?.lines[0]?.text ?? '';
  const reasons: Partial<Record<PictureKind, Reason[]>> = {};
  const add = (kind: PictureKind, when: boolean, points: number, what: string): void => {
    if (when) reasons[kind] = [...(reasons[kind] ?? []), { points, what }];
  };
  add('chat', talk.isConversation, 3, 'messages stand left and right on grounds of different colours');
  add('chat', talk.isConversation && times >= 2, 1, `${times} messages have a time of day with them`);
  add(
    'sms',
    !talk.isConversation && messages >= 1 && dates >= 1 && pairs < 2,
    2.5,
    'messages on the left only, with dates in the middle',
  );
  add('receipt', pairs >= 3, 2, `${pairs} labels stand beside their values`);
  add('trading', numbers >= 3, 1.5, `${numbers} places show a percentage`);
  add(
    'job-advert',
    !talk.isConversation && centred >= 3 && centred * 2 > blocks.length && dates === 0,
    1,
    'most lines are centred, as on a poster',
  );
  add(
    'profile',
    counts >= 2 && wordsIn(text, 'profile').length >= 2,
    1.5,
    `${counts} counts stand with words of a profile`,
  );
  add('identity-document', mrz, 4, 'a machine-readable zone as on travel documents');
  add(
    'web-page',
    /^(https?:\/\/)?[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(address.trim()),
    1.5,
    'an address stands at the top, as in a browser',
  );
  return reasons;
}

/** What kind of picture it is, from its words and its layout, with the reasons. */
export function judgeKind(blocks: readonly Block[], talk: Conversation): KindJudged {
  const text = blocks.flatMap((b) => b.lines.map((l) => l.text)).join('\n');
  const layout = layoutReasons(blocks, talk, text);
  const scored = pictureKinds.map((kind) => {
    const words = wordsIn(text, kind).slice(0, 4);
    const reasons = [
      ...(layout[kind] ?? []),
      ...words.map((word) => ({ points: 1, what: `the words “${word}”` })),
    ];
    return { kind, reasons, points: reasons.reduce((sum, reason) => sum + reason.points, 0) };
  });
  const [best, second] = [...scored].sort((a, b) => b.points - a.points);
  const scores = Object.fromEntries(scored.filter((s) => s.points > 0).map((s) => [s.kind, s.points]));
  const clear =
    best !== undefined && best.points >= LEAST_POINTS && best.points - (second?.points ?? 0) >= LEAD;
  return { kind: clear ? best.kind : undefined, reasons: best?.reasons ?? [], scores };
}
