import { anomalyLog } from '../anomaly.ts';
import { decodeMarkup } from './decode-markup.ts';
import type { PlistAnomalyCode } from './plist-anomaly.ts';
import type { PlistDict } from './plist-value.ts';

const MAX_PAIRS = 50_000;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Reads a table of localised texts as people write it: `"key" = "text";`, with C comments (the old style of property
 * lists, as `InfoPlist.strings` has it). Linear: looks at each character once.
 */
export function readStringsTable(bytes: Buffer): PlistDict {
  const text = decodeMarkup(bytes, anomalyLog<PlistAnomalyCode>());
  const words: string[] = [];
  const table = new Map<string, string>();
  for (let at = 0; at < text.length && table.size < MAX_PAIRS; ) {
    const character = text[at]!;
    if (character === '/' && (text[at + 1] === '*' || text[at + 1] === '/')) at = passComment(text, at);
    else if (character === '"' || character === "'") {
      const quoted = readQuoted(text, at);
      words.push(quoted.value);
      at = quoted.end;
    } else if (character === ';') {
      if (words.length >= 2 && !table.has(words[0]!)) table.set(words[0]!, words.at(-1)!);
      words.length = 0;
      at++;
    } else if (/[\w.:/$-]/.test(character)) {
      let end = at + 1;
      while (end < text.length && /[\w.:/$-]/.test(text[end]!)) end++;
      words.push(text.slice(at, end));
      at = end;
    } else at++;
  }
  return table;
}

function passComment(text: string, at: number): number {
  const mark = text[at + 1] === '*' ? '*/' : '\n';
  const end = text.indexOf(mark, at + 2);
  return end < 0 ? text.length : end + mark.length;
}

function readQuoted(text: string, at: number): { value: string; end: number } {
  const quote = text[at]!;
  let value = '';
  let next = at + 1;
  while (next < text.length && text[next] !== quote) {
    if (text[next] === '\\') {
      const code = /^[uU]([0-9A-Fa-f]{4})/.exec(text.slice(next + 1, next + 6));
      const escaped = text[next + 1] ?? '';
      value += code ? String.fromCharCode(Number.parseInt(code[1]!, 16)) : (escapes[escaped] ?? escaped);
      next += code ? 6 : 2;
    } else value += text[next++];
  }
  return { value, end: next + 1 };
}
