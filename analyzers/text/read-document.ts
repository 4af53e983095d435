import type { MediaType } from '../../src/contract/index.ts';
import type { DecodedText } from './decode-text.ts';
import { decodeText } from './decode-text.ts';
import type { Block } from './document.ts';
import { type ReadPage, readHtml } from './read-html.ts';
import { readRtf } from './read-rtf.ts';
import { readTelegramHtml, readTelegramJson } from './read-telegram.ts';
import { readWhatsApp } from './read-whatsapp.ts';

/** A text that is neither mail nor PDF. */
export interface ReadText {
  readonly format: 'text' | 'web page' | 'WhatsApp chat export' | 'Telegram chat export' | 'JSON' | 'RTF';
  readonly blocks: readonly Block[];
  readonly decoded: DecodedText;
  readonly page?: ReadPage;
  /** Only the first part of the text was read. */
  readonly cut?: boolean;
}

/** UTF-16 units of a text or chat that are taken apart; twice what is then read for values. Bounds the memory. */
const MOST_TEXT = 8_000_000;

/** More paragraphs than this are read in groups: each costs memory. */
const MOST_PARAGRAPHS = 50_000;

/** Paragraphs; a text without empty lines is one block, so that warnings and phrases are read together. */
function paragraphs(text: string): Block[] {
  const pieces = text.split(/\n[ \t\r]*\n+/);
  const size = Math.ceil(pieces.length / MOST_PARAGRAPHS);
  const blocks: Block[] = [];
  for (let at = 0; at < pieces.length; at += size) {
    const group = size === 1 ? (pieces[at] ?? '') : pieces.slice(at, at + size).join('\n\n');
    const own = group.replace(/\r/g, '').trim();
    if (own !== '') blocks.push({ text: own });
  }
  return blocks;
}

function readJson(text: string): { format: ReadText['format']; blocks: Block[]; cut?: boolean } {
  try {
    const blocks = readTelegramJson(JSON.parse(text.replace(/^\ufeff/, '')));
    if (blocks) return { format: 'Telegram chat export', blocks };
  } catch {
    // Not JSON after all, or cut off: it is still a text.
  }
  return { format: 'JSON', blocks: paragraphs(text.slice(0, MOST_TEXT)), cut: text.length > MOST_TEXT };
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
  const cut = text.length > MOST_TEXT;
  const first = cut ? text.slice(0, MOST_TEXT) : text;
  if (mediaTypes.includes('application/rtf'))
    return { format: 'RTF', blocks: paragraphs(readRtf(first)), decoded, cut };
  const chat = readWhatsApp(first);
  return chat
    ? { format: 'WhatsApp chat export', blocks: chat, decoded, cut }
    : { format: 'text', blocks: paragraphs(first), decoded, cut };
}
