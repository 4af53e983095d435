import { readFile } from 'node:fs/promises';
import {
  type AnalysisContext,
  AnalysisFailure,
  type Analyze,
  type OpenArtefact,
  type Sink,
} from '../../src/contract/plain.ts';
import { encodePng } from '../../src/media/index.ts';
import { readDocument } from './read-document.ts';
import { readMail } from './read-mail.ts';
import { type OpenPdf, openPdf } from './read-pdf.ts';
import { scanPdf } from './scan-pdf.ts';
import { tellChat } from './tell-chat.ts';
import { handOnAttachments, tellMail } from './tell-mail.ts';
import { tellPage } from './tell-page.ts';
import { tellWords } from './tell-words.ts';

/** Pages of a document that are also looked at as pictures. */
const MOST_DRAWN = 20;

/** Reads texts, mails, web pages, documents and exported chats. Nothing in them is run or fetched. */
export const analyze: Analyze = async (artefact, context) => {
  const bytes = await readFile(artefact.path);
  const { mediaTypes } = artefact;
  if (mediaTypes.includes('application/pdf')) await analyzePdf(bytes, context);
  else if (mediaTypes.includes('message/rfc822')) await analyzeMail(bytes, context);
  else await analyzeText(bytes, artefact, context);
};

async function analyzeMail(bytes: Buffer, { sink }: AnalysisContext): Promise<void> {
  const mail = await readMail(bytes).catch(() => {
    throw new AnalysisFailure(
      'malformed',
      'The mail could not be taken apart: its parts are nested too deeply or its fields are too long.',
    );
  });
  sink.fact('format', 'e-mail');
  sink.progress(0.3, 'reading the mail');
  tellMissing(sink, mail.missing);
  tellMail(sink, mail);
  await tellWords(sink, mail.blocks, 'e-mail');
  tellPage(sink, mail);
  await handOnAttachments(sink, mail);
}

function tellMissing(sink: Sink, missing: readonly { what: string; why: string }[]): void {
  for (const { what, why } of missing) sink.notExamined(what, 'not-run', why);
}

async function analyzeText(bytes: Buffer, artefact: OpenArtefact, { sink }: AnalysisContext): Promise<void> {
  const { format, blocks, decoded, page, cut } = readDocument(bytes, artefact.mediaTypes);
  sink.fact('format', format);
  sink.fact('encoding', { name: decoded.encoding, guessed: decoded.guessed });
  if (decoded.guessed)
    sink.notExamined(
      'other readings of the bytes',
      'inconclusive',
      `Nothing names the alphabet of this text; it was read as ${decoded.encoding} because its letters fit best.`,
    );
  sink.progress(0.3, 'reading the text');
  if (cut)
    sink.notExamined(
      'the end of a very long text',
      'not-run',
      'Only its first eight million characters were read.',
    );
  if (format.endsWith('chat export')) tellChat(sink, blocks, format);
  await tellWords(sink, blocks, format);
  if (page) {
    tellMissing(sink, page.missing);
    tellPage(sink, page);
    sink.fact('page', {
      title: page.title,
      scripts: page.scripts,
      hiddenBlocks: page.blocks.filter(({ aside }) => aside).length,
    });
  }
}

async function analyzePdf(bytes: Buffer, context: AnalysisContext): Promise<void> {
  const { sink } = context;
  sink.fact('format', 'PDF');
  const { targets, abilities, missing } = scanPdf(bytes);
  tellMissing(sink, missing);
  if (abilities.length > 0)
    sink.finding({
      id: 'pdf/abilities',
      title: 'The document can do more than be read',
      detail: `It ${abilities.join(', ')}. Nothing of it was run.`,
      severity: abilities.some((what) => /JavaScript|program/.test(what)) ? 'medium' : 'low',
      techniques: ['T1204'],
    });
  tellPage(sink, { links: targets.map((target) => ({ shown: '', target })), forms: [] });
  const pdf = await openPdf(bytes, context.password);
  if (!pdf) {
    sink.notExamined(
      'the pages',
      'not-examinable',
      'The document is damaged or locked with a password that was not given.',
    );
    return;
  }
  try {
    sink.fact('pages', pdf.pages);
    const { blocks, missing: unread } = pdf.read();
    if (unread)
      sink.notExamined(
        `text of ${unread}`,
        'not-run',
        'Damaged, or beyond the pages and characters that are read.',
      );
    await tellWords(sink, blocks, 'PDF');
    await handOnPages(pdf, context);
  } finally {
    pdf.close();
  }
}

/** Pages as pictures, for the readers of pictures: what a page shows and what its text says can differ. */
async function handOnPages(pdf: OpenPdf, { sink, signal }: AnalysisContext): Promise<void> {
  const most = Math.min(pdf.pages, MOST_DRAWN);
  for (let page = 1; page <= most; page++) {
    if (signal.aborted) return;
    const drawn = await pdf.draw(page).catch(() => undefined);
    if (drawn) {
      const png = await encodePng(drawn);
      await sink.child({ claimedName: `page-${page}.png`, relation: 'extracted-from', from: png });
    } else
      sink.notExamined(`page ${page} as a picture`, 'not-examinable', 'The page is damaged or has no size.');
    sink.progress(0.5 + (0.5 * page) / most, `page ${page} of ${most}`);
  }
  sink.examined(`pages 1 to ${most} as pictures`);
  if (pdf.pages > most)
    sink.notExamined(
      `pages ${most + 1} to ${pdf.pages} as pictures`,
      'not-run',
      `Only the first ${MOST_DRAWN} pages are looked at as pictures.`,
    );
}
