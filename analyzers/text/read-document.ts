import type { MediaType } from '../../src/contract/index.ts';
import type { DecodedText } from './decode-text.ts';
import { decodeText } from './decode-text.ts';
import type { Block } from './document.ts';
import { type ReadPage, readHtml } from './read-html.ts';
import { readTelegramHtml, readTelegramJson } from './read-telegram.ts';
import { readWhatsApp } from './read-whatsapp.ts';

/** A text that is neither mail nor PDF. */
export interface ReadText {
  readonly format: 'text' | 'web page' | 'WhatsApp chat export' | 'Telegram chat export' | 'JSON' | 'RTF';
  readonly blocks: readonly Block[];
  readonly decoded: DecodedText;
  readonly page?: ReadPage;
}

/** Control words and groups of RTF taken away; its text with `\'hh` and `\uN` undone. Fonts and tables go with their groups. */
function plainFromRtf(rtf: string): string {
  return rtf
    .replace(/\{\\\*[^{}]{0,2000}\}/g, '')
    .replace(/\\(par|line|tab)\b ?/g, '\n')
    .replace(/\\u(-?\d{1,6}) ?\??/g, (_, code: string) =>
      String.fromCharCode((Number(code) + 65_536) % 65_536),
    )
    .replace(/\\'([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\[a-z]{1,32}-?\d{0,10} ?/gi, '')
    .replace(/[{}\\]/g, '');
}

/** Paragraphs; a text without empty lines is one block up to a bound, so that warnings and phrases are read together. */
function paragraphs(text: string): Block[] {
  return text
    .split(/\n[ \t\r]*\n+/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({ text: paragraph.replace(/\r/g, '').trim() }));
}

function readJson(text: string): { format: ReadText['format']; blocks: Block[] } {
  try {
    const blocks = readTelegramJson(JSON.parse(text.replace(/^\ufeff/, '')));
    if (blocks) return { format: 'Telegram chat export', blocks };
  } catch {
    // Not JSON after all, or cut off: it is still a text.
  }
  return { format: 'JSON', blocks: paragraphs(text) };
}

/** Reads what the bytes say, by the type that identification gave them. */
export function readDocument(bytes: Uint8Array, mediaTypes: readonly MediaType[]): ReadText {
  const decoded = decodeText(bytes);
  const text = decoded.text.replace(/^\ufeff/, '');
  if (mediaTypes.includes('text/html')) {
    const chat = readTelegramHtml(text);
    if (chat) return { format: 'Telegram chat export', blocks: chat, decoded };
    const page = readHtml(text);
    const title = page.title.trim();
    const blocks = [...(title ? [{ text: title, aside: 'title' }] : []), ...page.blocks];
    return { format: 'web page', blocks, decoded, page };
  }
  if (mediaTypes.includes('application/json')) return { ...readJson(text), decoded };
  if (mediaTypes.includes('application/rtf'))
    return { format: 'RTF', blocks: paragraphs(plainFromRtf(text)), decoded };
  const chat = readWhatsApp(text);
  return chat
    ? { format: 'WhatsApp chat export', blocks: chat, decoded }
    : { format: 'text', blocks: paragraphs(text), decoded };
}
