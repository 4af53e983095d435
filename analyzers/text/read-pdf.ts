import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { Block } from './document.ts';

/** A page as it looks, for the readers of pictures. RGB, rows top to bottom. */
export interface PageImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const MOST_PAGES = 500;
const LONGEST_SIDE = 1600;
const MOST_INFLATED = 64 * 1024 * 1024;

/** PDFium as WebAssembly, from its own bytes: nothing is fetched. */
async function openLibrary(): Promise<PDFiumLibrary> {
  const path = createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm');
  const bytes = readFileSync(path);
  return PDFiumLibrary.init({
    wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
  });
}

export interface OpenPdf {
  readonly pages: number;
  /** Text of the pages, at most the first 500. */
  blocks(): Block[];
  /** A page drawn so that its longer side has at most 1600 pixels. */
  draw(page: number): Promise<PageImage>;
  close(): void;
}

/** Opens a PDF document. Undefined: PDFium cannot read it, or it is locked with a password. */
export async function openPdf(bytes: Uint8Array, password: string | undefined): Promise<OpenPdf | undefined> {
  const library = await openLibrary();
  const document = await library.loadDocument(bytes, password).catch(() => undefined);
  if (!document) {
    library.destroy();
    return undefined;
  }
  const pages = document.getPageCount();
  return {
    pages,
    blocks() {
      const blocks: Block[] = [];
      for (let page = 0; page < Math.min(pages, MOST_PAGES); page++) {
        const text = document.getPage(page).getText().replaceAll('\u0000', '').replace(/\r\n?/g, '\n').trim();
        if (text) blocks.push({ text, page: page + 1 });
      }
      return blocks;
    },
    async draw(page) {
      const opened = document.getPage(page - 1);
      const { originalWidth, originalHeight } = opened.getOriginalSize();
      const scale = Math.min(2, LONGEST_SIDE / Math.max(1, originalWidth, originalHeight));
      const { width, height, data } = await opened.render({
        scale,
        render: async ({ data: bgra }) => toRgb(bgra),
      });
      return { width, height, data };
    },
    close() {
      document.destroy();
      library.destroy();
    },
  };
}

/** BGRA to RGB; pages are drawn on white. */
function toRgb(bgra: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((bgra.length / 4) * 3);
  for (let from = 0, to = 0; from + 3 < bgra.length; from += 4, to += 3) {
    rgb[to] = bgra[from + 2] ?? 0;
    rgb[to + 1] = bgra[from + 1] ?? 0;
    rgb[to + 2] = bgra[from] ?? 0;
  }
  return rgb;
}

/** What a document can do besides being read, by the names that its actions have in the file. */
const abilities: readonly [name: RegExp, what: string][] = [
  [/\/JavaScript\b|\/JS\b/, 'holds JavaScript'],
  [/\/Launch\b/, 'can start a program'],
  [/\/EmbeddedFile\b/, 'has files attached'],
  [/\/SubmitForm\b/, 'sends form data'],
  [/\/OpenAction\b|\/AA\b/, 'does something when it is opened'],
  [/\/XFA\b/, 'holds an XFA form'],
];

/** Link targets and abilities, from the file's text and from its compressed parts (ISO 32000-2, 12.6.4.8 and 7.4.4). Bounded. */
export function scanPdf(bytes: Buffer): {
  readonly targets: string[];
  readonly abilities: string[];
  readonly whole: boolean;
} {
  const targets = new Set<string>();
  const found = new Set<string>();
  const look = (text: string): void => {
    for (const [, written] of text.matchAll(/\/URI\s*\(((?:[^()\\]|\\.){1,2000})\)/g))
      if (targets.size < 2000) targets.add((written ?? '').replace(/\\(.)/g, '$1'));
    for (const [name, what] of abilities) if (name.test(text)) found.add(what);
  };
  look(bytes.toString('latin1'));
  let left = MOST_INFLATED;
  for (let at = bytes.indexOf('stream'); at >= 0 && left > 0; at = bytes.indexOf('stream', at + 6)) {
    const start = at + 6 + (bytes[at + 6] === 13 ? 2 : 1);
    if (bytes[start] !== 0x78 || bytes.toString('latin1', at - 3, at) === 'end') continue;
    const dictionary = bytes.toString('latin1', Math.max(0, at - 400), at);
    if (/\/Image\b|\/FontFile|\/Length1\b/.test(dictionary)) continue;
    try {
      const text = inflateSync(bytes.subarray(start), {
        maxOutputLength: Math.min(left, 8 * 1024 * 1024),
        finishFlush: 2,
      });
      left -= text.length;
      look(text.toString('latin1'));
    } catch {
      left -= 4096;
    }
  }
  return { targets: [...targets], abilities: [...found], whole: left > 0 };
}
