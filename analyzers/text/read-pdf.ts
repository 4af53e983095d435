import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import type { Block } from './document.ts';

/** A page as it looks, for the readers of pictures. RGB, rows top to bottom. */
export interface PageImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const MOST_PAGES = 500;
/** UTF-16 units; what is read of a text in all. */
const MOST_TEXT = 4_000_000;
const LONGEST_SIDE = 1600;

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
  /** Text of the pages, at most the first 500 and so much text; `missing`: pages that were not read, in words. */
  read(): { readonly blocks: readonly Block[]; readonly missing: string | undefined };
  /** A page drawn so that its longer side has at most 1600 pixels; undefined where it has no area or cannot be drawn. */
  draw(page: number): Promise<PageImage | undefined>;
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
    read() {
      const blocks: Block[] = [];
      const broken: number[] = [];
      let length = 0;
      let page = 0;
      for (; page < Math.min(pages, MOST_PAGES) && length < MOST_TEXT; page++) {
        const text = textOf(document, page);
        if (text === undefined) broken.push(page + 1);
        if (!text) continue;
        blocks.push({ text, page: page + 1 });
        length += text.length;
      }
      const said = [
        ...(page < pages ? [`pages ${page + 1} to ${pages}`] : []),
        ...(broken.length > 0 ? [`damaged pages (${broken.slice(0, 20).join(', ')})`] : []),
      ];
      return { blocks, missing: said.length > 0 ? said.join(' and ') : undefined };
    },
    async draw(page) {
      const opened = document.getPage(page - 1);
      const { originalWidth, originalHeight } = opened.getOriginalSize();
      const longest = Math.max(originalWidth, originalHeight);
      if (!Number.isFinite(longest) || longest <= 0) return undefined;
      const scale = Math.min(2, LONGEST_SIDE / longest);
      if (Math.min(originalWidth, originalHeight) * scale < 1) return undefined;
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

function textOf(document: PDFiumDocument, page: number): string | undefined {
  try {
    return document.getPage(page).getText().replaceAll('\u0000', '').replace(/\r\n?/g, '\n').trim();
  } catch {
    return undefined;
  }
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
