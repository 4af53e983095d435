import type { Block } from './document.ts';

/**
 * A line that starts a message, in the forms that WhatsApp writes: "[31.12.24, 21:05:33] Name: text" (iOS) and
 * "31/12/24, 21:05 - Name: text" (Android), with the digits and marks of many countries.
 */
const opening =
  /^[\u200e\u200f\u202a\u202b]?\[?(\p{Nd}{1,4}[./\-年]\s?\p{Nd}{1,2}[./\-月]\s?\p{Nd}{1,4}日?\.?,?،?\s(?:(?:上午|下午|오전|오후|午前|午後)\s?)?\p{Nd}{1,2}[:.]\p{Nd}{2}(?:[:.]\p{Nd}{2})?(?:[\s\u202f\u00a0]?[AaPp]\.?\s?[Mm]\.?)?)(\]|\s[-–])\s(.*)$/u;

/** `Name: text`; a line without it is WhatsApp's own ("Messages are end-to-end encrypted"). */
const said = /^[\u200e\u200f]?([^:\n]{1,80}):\s?([\s\S]*)$/;

/** Undefined unless most of the first lines look like such an export. */
export function readWhatsApp(text: string): Block[] | undefined {
  const lines = text.split(/\r?\n/);
  const head = lines.slice(0, 40).filter((line) => line.length > 0);
  const openings = head.filter((line) => opening.test(line.slice(0, 400))).length;
  if (openings < 2 || openings * 3 < Math.min(head.length, 12)) return undefined;
  const blocks: { text: string[]; speaker?: string; at: string; aside?: string }[] = [];
  for (const line of lines) {
    const start = opening.exec(line.slice(0, 4000));
    if (!start) {
      blocks.at(-1)?.text.push(line);
      continue;
    }
    const rest = (start[3] ?? '') + line.slice(4000);
    const message = said.exec(rest);
    blocks.push({
      at: start[1] ?? '',
      ...(message
        ? { speaker: message[1]?.trim() ?? '', text: [message[2] ?? ''] }
        : { aside: 'notice of the app', text: [rest] }),
    });
  }
  return blocks.map(({ text: own, ...block }) => ({ ...block, text: own.join('\n').trimEnd() }));
}
