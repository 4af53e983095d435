import { type Block, runsRightToLeft, textOf } from '../../src/ocr/index.ts';

/** A message as the picture shows it, or any other block of text. */
export interface Utterance {
  readonly block: Block;
  /** `owner`: whose screen it is; `other`: who writes to them; `interface`: titles, dates, notices, everything else. */
  readonly speaker: 'owner' | 'other' | 'interface';
  readonly text: string;
}

export interface Conversation {
  readonly utterances: readonly Utterance[];
  /** Whether blocks stand left and right on grounds of their own, as messages do. */
  readonly isConversation: boolean;
  /** The name over the conversation, where there is one. */
  readonly title: string | undefined;
}

/** Part of the picture's height in which status bar and title stand. */
const HEAD = 0.13;

const textOfBlock = (block: Block): string => block.lines.map((line) => textOf(line.words)).join('\n');

const isMessage = (block: Block): boolean => block.side === 'left' || block.side === 'right';

/** Messages start where the title ends: below the last block of the head that is on the ground of the picture's top. */
function bodyOf(blocks: readonly Block[], height: number): Block[] {
  const [first] = blocks;
  const top = first?.ground;
  return blocks.filter(
    ({ box, ground }) =>
      box.y > HEAD * height || (box.y > 0.05 * height && ground !== top && !same(ground, top)),
  );
}

const same = (a: Block['ground'], b: Block['ground'] | undefined): boolean =>
  b !== undefined && Math.max(...a.map((v, i) => Math.abs(v - (b[i] ?? 0)))) < 12;

/**
 * Who says what. Apps put the owner's messages on the right and the others' on the left; where writing runs from right to
 * left some turn this round, and nobody is named.
 */
export function readConversation(blocks: readonly Block[], height: number): Conversation {
  const body = new Set(bodyOf(blocks, height));
  const sides = [...body].filter(isMessage);
  const left = sides.filter((b) => b.side === 'left');
  const right = sides.filter((b) => b.side === 'right');
  // A label beside its value is a table, not a talk.
  const beside = right.filter((r) =>
    left.some((l) => Math.abs(l.box.y + l.box.height / 2 - r.box.y - r.box.height / 2) < 0.5 * r.box.height),
  );
  const isTable = right.length >= 2 && beside.length * 2 > right.length;
  const differ = right.some((r) => left.some((l) => !same(r.ground, l.ground)));
  const isConversation =
    !isTable && left.length + right.length >= 2 && right.length >= 1 && left.length >= 1 && differ;
  const mirrored = runsRightToLeft(blocks.flatMap((b) => b.lines));
  const speakerOf = (block: Block): Utterance['speaker'] => {
    if (!isConversation || mirrored || !body.has(block) || !isMessage(block)) return 'interface';
    return block.side === 'right' ? 'owner' : 'other';
  };
  const head = blocks.filter((block) => !body.has(block) && /\p{L}{2}/u.test(block.lines[0]?.text ?? ''));
  const title = isConversation ? head.find((b) => b.side !== 'right')?.lines[0]?.text : undefined;
  return {
    utterances: blocks.map((block) => ({ block, speaker: speakerOf(block), text: textOfBlock(block) })),
    isConversation,
    title,
  };
}
