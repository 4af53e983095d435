import type { Location, Sink } from '../../src/contract/index.ts';
import { scriptHash } from '../../src/fingerprints/index.ts';
import type { Block, Line } from '../../src/ocr/index.ts';
import {
  kindInWords,
  type Passage,
  readAccount,
  rulesExamined,
  scamRules,
  tellAccount,
} from '../../src/scam/index.ts';
import type { Conversation, Utterance } from './conversation.ts';
import { original } from './tell-values.ts';

/** A passage with the lines that its text came from, so that a quote finds its box. */
interface SeenPassage extends Passage {
  readonly pieces: readonly { readonly start: number; readonly line: Line }[];
}

/** Prose is Tesseract's where it read the line, since PP-OCR drops accents and spaces. */
const textOfLine = (line: Line): string => line.words.map(({ text }) => text).join(' ');

function passageOf(blocks: readonly Block[], speaker?: string): SeenPassage {
  const pieces: { start: number; line: Line }[] = [];
  let text = '';
  for (const block of blocks) {
    for (const line of block.lines) {
      pieces.push({ start: text.length, line });
      text += `${textOfLine(line)}\n`;
    }
    // Blocks are said apart: no phrase runs from one into the next.
    text += '\n';
  }
  return { text, pieces, ...(speaker === undefined ? {} : { speaker }) };
}

/** In a conversation each message is read by itself; a poster, a page or a receipt as a whole. */
function passagesOf(talk: Conversation): SeenPassage[] {
  const isSaid = ({ speaker }: Utterance): boolean => speaker !== 'interface';
  if (!talk.isConversation) return [passageOf(talk.utterances.map(({ block }) => block))];
  const said = talk.utterances.filter(isSaid).map(({ block, speaker }) => passageOf([block], speaker));
  const rest = talk.utterances.filter((one) => !isSaid(one)).map(({ block }) => block);
  return rest.length > 0 ? [...said, passageOf(rest)] : said;
}

/** The stages of known schemes in the words of the picture: quoted, with the box of the line and the language. */
export function tellScam(sink: Sink, talk: Conversation, scale: number): void {
  const rules = scamRules();
  const passages = passagesOf(talk);
  const account = readAccount(passages, rules);
  const others = passages.filter(({ speaker }) => speaker !== 'owner');
  const script = scriptHash(others.map(({ text }) => text));
  if (script !== undefined)
    sink.fingerprint({
      kind: 'minhash-script-v1',
      value: script,
      of: 'what is said, the owner of the screen left out',
    });
  const placeOf = (passage: number, start: number): Location | undefined => {
    const piece = passages[passage]?.pieces.findLast((one) => one.start <= start);
    return piece && { kind: 'box', ...original(piece.line.box, scale) };
  };
  for (const finding of tellAccount(account, (hit) => placeOf(hit.passage, hit.start))) sink.finding(finding);
  sink.fact('scam', {
    kind: account.kind ?? null,
    words: kindInWords(account) ?? null,
    stages: account.stages.map(({ stage }) => stage),
    rules: [...rules.versions],
  });
  sink.examined(rulesExamined(rules).slice(0, 300));
}
