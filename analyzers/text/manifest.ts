import { scamAnswers } from '../../data/scam/answers.ts';
import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'text',
  version: '1.1.0',
  summary:
    'Reads texts, e-mails, web pages, PDF documents and exported chats: who says what, which addresses, accounts and wallets stand there, and which stages of known schemes the words show.',
  accepts: [
    'text/plain',
    'message/rfc822',
    'text/html',
    'application/pdf',
    'application/json',
    'application/rtf',
  ].map((mediaType) => ({ mediaType })),
  wantsPassword: true,
  packages: ['postal-mime', 'htmlparser2', '@hyzyla/pdfium', 'eld', 'libphonenumber-js', 'tldts'],
  blindSpots: [
    'Whether what a text says is true, and who wrote it: names and times in exported chats and mails are as the file states them and can be edited by anyone who had it',
    'Signatures of mails (DKIM) and of PDF documents: not verified; results that a mail server wrote into the mail are repeated as stated',
    'What scripts of web pages and PDF documents would do: they are never run, and nothing is fetched',
    'Schemes told in words that the rules do not have: most texts of a scheme show only part of it, and no finding does not clear a text',
  ],
  answers: scamAnswers('pictures inside documents'),
  limits: {
    inputBytes: 64 * 1024 ** 2,
    wallSeconds: 120,
    cpuSeconds: 90,
    memoryMiB: 1024,
    outputBytes: 512 * 1024 ** 2,
    workdirMiB: 64,
    children: 200,
  },
};
