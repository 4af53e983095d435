import type { Block } from './document.ts';

/**
 * A line that starts a message, in the forms that WhatsApp writes: "[31.12.24, 21:05:33] Name: text" (iOS) and
 * "31/12/24, 21:05 - Name: text" (Android), with the digits, words for halves of the day and marks of many countries
 * ("31/12/2024 à 21:05", "2024. 12. 31. 오후 9:05", "٣١/١٢/٢٠٢٤، ٩:٠٥ م", "31.12.2024 klo 21.05").
 */
const opening =
  /^\[?(\p{Nd}{1,4}[./\-年]\s?\p{Nd}{1,2}[./\-月]\s?\p{Nd}{1,4}日?[\p{L}\p{M}.,،\s]{1,20}\p{Nd}{1,2}[:.]\p{Nd}{2}(?:[:.]\p{Nd}{2})?[\p{L}\p{M}.\s]{0,20}?)(?:\]|\s[-–])\s(?=\S)/u;
const marks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** No stamp of a time is longer. */
const LONGEST_STAMP = 100;

/** The stamp at the start of a line, and where what is said begins. Marks of direction inside the stamp are passed over. */
function stampOf(line: string): { at: string; end: number } | undefined {
  const kept: number[] = [];
  let head = '';
  for (let index = 0; index < line.length && head.length < LONGEST_STAMP; index++) {
    const character = line[index] ?? '';
    if (marks.test(character)) continue;
    kept.push(index);
    head += character;
  }
  const match = opening.exec(head);
  if (!match) return undefined;
  return { at: (match[1] ?? '').trim(), end: (kept[match[0].length - 1] ?? 0) + 1 };
}

/** `Name: text`; a line without it is WhatsApp's own ("Messages are end-to-end encrypted"). */
const said = /^[\u200e\u200f\u202a-\u202e]?([^:\n]{1,80}):\s?([\s\S]*)$/;

/** Undefined unless most of the first lines look like such an export. */
export function readWhatsApp(text: string): Block[] | undefined {
  const lines = text.split(/\r?\n/);
  const head = lines.slice(0, 40).filter((line) => line.length > 0);
  const openings = head.filter((line) => stampOf(line) !== undefined).length;
  if (openings < 2 || openings * 3 < Math.min(head.length, 12)) return undefined;
  const blocks: { text: string[]; speaker?: string; at: string; aside?: string }[] = [];
  for (const line of lines) {
    const start = stampOf(line);
    if (!start) {
      blocks.at(-1)?.text.push(line);
      continue;
    }
    const rest = line.slice(start.end);
    const message = said.exec(rest);
    blocks.push({
      at: start.at,
      ...(message
        ? { speaker: message[1]?.trim() ?? '', text: [message[2] ?? ''] }
        : { aside: 'notice of the app', text: [rest] }),
    });
  }
  return blocks.map(({ text: own, ...block }) => ({ ...block, text: own.join('\n').trimEnd() }));
}
