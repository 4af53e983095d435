import { isUnspaced } from './fold.ts';
import { canonicalDomain } from './host.ts';

/** A line of a picture. Boxes are in pixels, all in the same ones. */
export interface TextLine {
  readonly text: string;
  readonly box?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Lines made one text, wrapped words and links whole again. */
export interface JoinedText {
  readonly text: string;
  /** The lines that a span of `text` lies in, with the offsets in each line's own text. */
  place(start: number, end: number): { line: number; start: number; end: number }[];
}

type Gap = '' | ' ' | '\n';

/** How much of a line's height may be between two lines of one paragraph. */
const NEAR = 0.9;
const ALIGNED = 1.2;

type Box = NonNullable<TextLine['box']>;

/** Whether two boxes stand side by side, no farther apart than a space or two. */
function isBeside(a: Box, b: Box): boolean {
  const height = Math.min(a.height, b.height);
  const apart = Math.max(b.x - (a.x + a.width), a.x - (b.x + b.width));
  return Math.abs(a.y + a.height / 2 - b.y - b.height / 2) < height * 0.4 && Math.abs(apart) <= height;
}

function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** Whether the second row stands right under the first, in the same size, on the same edge or centre. */
function isBelow(a: Box, b: Box): boolean {
  const height = Math.min(a.height, b.height);
  const gap = b.y - (a.y + a.height);
  if (gap > height * NEAR || gap < -height * 0.6) return false;
  if (Math.max(a.height, b.height) > height * 1.5) return false;
  const left = Math.abs(a.x - b.x);
  const right = Math.abs(a.x + a.width - b.x - b.width);
  const centre = Math.abs(a.x + a.width / 2 - b.x - b.width / 2);
  return Math.min(left, right, centre) <= height * ALIGNED;
}

/** A line with the row it ends: pieces side by side are one row. */
interface Row {
  readonly box: Box | undefined;
  readonly length: number;
}

function rowsOf(lines: readonly TextLine[]): Row[] {
  const rows: Row[] = [];
  for (const { text, box } of lines) {
    const before = rows.at(-1);
    const joined = box !== undefined && before?.box !== undefined && isBeside(before.box, box);
    rows.push(
      joined && before?.box !== undefined
        ? { box: union(before.box, box), length: before.length + 1 + text.length }
        : { box, length: text.length },
    );
  }
  return rows;
}

/** Characters the widest row of the paragraph has room for beyond this one; undefined without boxes. */
function roomBehind(own: Row | undefined, widest: number): number | undefined {
  if (own?.box === undefined || own.length === 0) return undefined;
  return (widest - own.box.width) / (own.box.width / own.length);
}

/** The last word of a line is a link, address or host that may go on. */
const linkTail = /(?:https?:|hxxps?:|www\.|t\.me|wa\.me|@|[a-z0-9-]\.[a-z0-9-]|[a-z0-9-]\.[a-z]{2,}\/)\S*$/i;
/** Where browsers and telephones break links. */
const breakable = /[-?/=&._#%]$/;

const tailOf = (text: string): string => /\S*$/.exec(text.trimEnd())?.[0] ?? '';
const headOf = (text: string): string => /^[\x21-\x7e]*/.exec(text.trimStart())?.[0] ?? '';

/** `omnitradeo-` and `global.com/x`: a hyphen at the end of a line, and a host once both are joined. */
function isBrokenHost(tail: string, head: string): boolean {
  if (!/[a-z0-9]-$/i.test(tail) || !/^[a-z0-9-]+\.[a-z]/i.test(head)) return false;
  const host = /^[a-z0-9.-]+/i.exec(`${tail.replace(/^.*[/@:(（：，。、]/, '')}${head}`)?.[0] ?? '';
  const name = host.replace(/[.-]+$/, '');
  return canonicalDomain(name) !== undefined || canonicalDomain(mendEnding(name)) !== undefined;
}

/** The ending as it is when a figure was read, or meant to be read, for a letter: `.c0m`. */
const mendEnding = (name: string): string =>
  name.replace(/\.[^.]*$/, (ending) =>
    ending.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'i').replace('rn', 'm'),
  );

/** A word that is a sentence's, not a link's. */
const isPlainWord = (head: string): boolean => /^[A-Za-z]{2,}[.,;:!?]?$/.test(head);

function isBrokenLink(prev: string, next: string, room: number | undefined): boolean {
  const tail = tailOf(prev);
  const head = headOf(next);
  if (head === '' || /^(?:https?:|www\.|@)/i.test(head)) return false;
  if (isBrokenHost(tail, head)) return true;
  if (!linkTail.test(tail) || !/^[A-Za-z0-9/?=&#._%~+-]/.test(head)) return false;
  const alone = next.trim() === head;
  if (breakable.test(tail))
    return (
      /[-?=&#%_]$/.test(tail) || (room !== undefined && room < head.length && (alone || !isPlainWord(head)))
    );
  // Broken where nothing more fitted: the link fills its line, and what follows is not a word of a sentence.
  const fills = prev.trim() === tail && room !== undefined && room < 1.6;
  return fills && (alone || /[\d/=?]/.test(head) || !isPlainWord(head)) && !startsSentence(head, next);
}

const startsSentence = (head: string, next: string): boolean => isPlainWord(head) && next.trim() !== head;

/** A line that was full goes on in the next one; one that was not, ended there. */
function softGap(prev: string, next: string, room: number | undefined): Gap {
  if (room === undefined) return '\n';
  const a = prev.trimEnd();
  const b = next.trimStart();
  const glued =
    isUnspaced(a.charCodeAt(a.length - 1)) &&
    isUnspaced(b.charCodeAt(0)) &&
    !isHangul(a.charCodeAt(a.length - 1));
  const word = glued ? 2 : (/^\S+/.exec(b)?.[0].length ?? 0);
  if (room > word + 2.5) return '\n';
  return glued ? '' : ' ';
}

const isHangul = (code: number): boolean => code >= 0xac00 && code < 0xd7b0;

interface Block {
  readonly first: number;
  last: number;
  widest: number;
}

/** Paragraphs: runs of rows, each right under the one before. */
function blocksOf(lines: readonly TextLine[], rows: readonly Row[]): Block[] {
  const blocks: Block[] = [];
  for (const [at, { box }] of lines.entries()) {
    const before = rows[at - 1]?.box;
    const block = blocks.at(-1);
    const width = rows[at]?.box?.width ?? 0;
    const together =
      before !== undefined && box !== undefined && (isBeside(before, box) || isBelow(before, box));
    if (together && block !== undefined) {
      block.last = at;
      block.widest = Math.max(block.widest, width);
    } else blocks.push({ first: at, last: at, widest: width });
  }
  return blocks;
}

function gapAfter(lines: readonly TextLine[], rows: readonly Row[], block: Block, at: number): Gap {
  const line = lines[at];
  const next = lines[at + 1];
  if (line === undefined || next === undefined) return '';
  const together = at < block.last;
  if (line.box !== undefined && next.box !== undefined && !together) return '\n';
  const before = rows[at]?.box;
  if (together && before !== undefined && next.box !== undefined && isBeside(before, next.box)) return ' ';
  const room = together ? roomBehind(rows[at], block.widest) : undefined;
  return isBrokenLink(line.text, next.text, room) ? '' : softGap(line.text, next.text, room);
}

/**
 * Lines in reading order as one text for `findIndicators`: links, hosts and sentences that were wrapped are joined, lines
 * that ended are kept apart. With boxes the paragraph's geometry decides; without, only what the text itself shows.
 */
export function joinLines(lines: readonly TextLine[]): JoinedText {
  const starts: number[] = [];
  const rows = rowsOf(lines);
  let text = '';
  for (const block of blocksOf(lines, rows))
    for (let at = block.first; at <= block.last; at++) {
      starts.push(text.length);
      text += (lines[at]?.text ?? '') + gapAfter(lines, rows, block, at);
    }
  return { text, place: (start, end) => placeIn(lines, starts, start, end) };
}

function placeIn(
  lines: readonly TextLine[],
  starts: readonly number[],
  start: number,
  end: number,
): { line: number; start: number; end: number }[] {
  const places = [];
  for (const [line, from] of starts.entries()) {
    const length = lines[line]?.text.length ?? 0;
    const a = Math.max(start - from, 0);
    const b = Math.min(end - from, length);
    if (a < b) places.push({ line, start: a, end: b });
  }
  return places;
}
