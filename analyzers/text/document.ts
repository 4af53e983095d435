import type { Location } from '../../src/contract/index.ts';

/** A stretch of text that is said as one: a message, a paragraph of a mail, a page. */
export interface Block {
  readonly text: string;
  /** Who says it, as the file states. */
  readonly speaker?: string;
  /** When, as the file states it: ISO 8601 where the file is unambiguous, else its own words. */
  readonly at?: string;
  /** Page of a document, from 1. */
  readonly page?: number;
  /** Not part of what is read as prose: a link's target, a header field. Says what it is. */
  readonly aside?: string;
}

/** What a file says, whatever its format. */
export interface TextDocument {
  /** For people: "WhatsApp chat export", "e-mail". */
  readonly format: string;
  readonly blocks: readonly Block[];
  /** What was left out, in words, with the reason. */
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

/** A block with its place in the evidence text, UTF-16 units from its start. */
export interface PlacedBlock extends Block {
  readonly start: number;
}

/** Characters that change how text around them is shown: shown as their code, so that nobody is misled. */
const deceiving = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function showing(text: string): string {
  return text.replace(
    deceiving,
    (character) => `⟨${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

function headOf({ speaker, at, page, aside }: Block): string {
  const parts = [at, speaker, page === undefined ? undefined : `page ${page}`, aside].filter(
    (part) => part !== undefined,
  );
  return parts.length > 0 ? `[${parts.join(' · ')}] ` : '';
}

/** The text as evidence shows it, and where each block's own words start in it. */
export function layOut(blocks: readonly Block[]): { readonly text: string; readonly placed: PlacedBlock[] } {
  const pieces: string[] = [];
  const placed: PlacedBlock[] = [];
  let length = 0;
  for (const block of blocks) {
    const head = headOf(block);
    placed.push({ ...block, start: length + head.length });
    const line = `${head}${block.text}\n`;
    pieces.push(line);
    length += line.length;
  }
  return { text: pieces.join(''), placed };
}

/** As a file for people: what would deceive the eye is written out. */
export function evidenceText(text: string): string {
  return showing(text.replaceAll('\r\n', '\n'));
}

/** Where a span of a block stands. */
export function locate(block: PlacedBlock, start: number, end: number): Location {
  return block.page === undefined
    ? { kind: 'text', start: block.start + start, end: block.start + end }
    : { kind: 'page', page: block.page };
}
