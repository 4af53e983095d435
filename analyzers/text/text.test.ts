import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordingSink, recordingSink } from '../../tests/support/recording-sink.ts';
import { decodeText } from './decode-text.ts';
import { analyze } from './index.ts';
import { manifest } from './manifest.ts';
import { readHtml } from './read-html.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-text-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(content: string | Uint8Array, mediaType: string): Promise<RecordingSink> {
  const path = join(folder, 'artefact');
  const bytes = Buffer.from(content);
  await writeFile(path, bytes);
  const sink = recordingSink({ workdir: folder });
  await analyze(
    { sha256: '0'.repeat(64), bytes: bytes.length, mediaTypes: [mediaType], path },
    {
      workdir: folder,
      signal: new AbortController().signal,
      limits: manifest.limits,
      password: undefined,
      config: null,
      sink,
      model: () => Promise.reject(new Error('no model')),
      addedModels: [],
    },
  );
  return sink;
}

const values = ({ result }: RecordingSink): string[] =>
  result.indicators.map(({ kind, value }) => `${kind} ${value}`);
const ids = ({ result }: RecordingSink): string[] => result.findings.map(({ id }) => id);

describe('a chat keeps who says what and when', () => {
  it.each([
    [
      'Android',
      '31/12/24, 21:05 - Messages and calls are end-to-end encrypted.\n31/12/24, 21:06 - Anna Lee: Hello dear\n31/12/24, 21:07 - Me: hi\n31/12/24, 21:09 - Anna Lee: First pay the tax,\nthen you can withdraw https://trade-demo.example/w\n',
    ],
    [
      'iOS',
      '[31.12.24, 21:05:33] Anna Lee: \u200eMessages and calls are end-to-end encrypted.\n[31.12.24, 21:06:01] Anna Lee: Hello dear\n[31.12.24, 21:07:12] Me: hi\n[31.12.24, 21:09:40] Anna Lee: First pay the tax,\nthen you can withdraw https://trade-demo.example/w\n',
    ],
  ])('WhatsApp, %s', async (_, text) => {
    const sink = await run(text, 'text/plain');
    const chat = sink.result.facts['chat'] as { speakers: { name: string }[] };
    expect(sink.result.facts['format']).toBe('WhatsApp chat export');
    expect(chat.speakers.map(({ name }) => name)).toEqual(['Anna Lee', 'Me']);
    expect(values(sink)).toEqual(['url https://trade-demo.example/w']);
    expect(sink.result.indicators[0]?.provenance[0]?.how).toContain('said by Anna Lee');
    expect(ids(sink)).toContain('scam/withdrawal-blocked');
  });

  it('Telegram, JSON, with the targets of links', async () => {
    const messages = [
      {
        id: 1,
        type: 'message',
        date: '2026-01-02T10:00:00',
        from: 'Agent',
        text: ['Join ', { type: 'text_link', text: 'here', href: 'https://t.me/+AbCdEfGhIjKlMnOp' }],
      },
      { id: 2, type: 'message', date: '2026-01-02T10:01:00', from: 'Me', text: 'ok' },
      { nonsense: true },
    ];
    const sink = await run(
      JSON.stringify({ name: 'Agent', type: 'personal_chat', messages }),
      'application/json',
    );
    expect(sink.result.facts['format']).toBe('Telegram chat export');
    expect(values(sink).join()).toContain('t.me/+AbCdEfGhIjKlMnOp');
  });

  it('Telegram, HTML', async () => {
    const html =
      '<!DOCTYPE html><html><body><div class="history"><div class="message default clearfix"><div class="body"><div class="pull_right date details" title="02.01.2026 10:00:00">10:00</div><div class="from_name">Agent </div><div class="text">Send to<br>bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq</div></div></div><div class="message default clearfix joined"><div class="body"><div class="text">now</div></div></div></div></body></html>';
    const sink = await run(html, 'text/html');
    expect(sink.result.facts['chat']).toMatchObject({
      messages: 2,
      speakers: [{ name: 'Agent', messages: 2 }],
    });
    expect(values(sink).join()).toContain('wallet bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq');
  });

  it.each([
    ['fr', '31/12/2024 à 21:05 - '],
    ['pt', '31/12/2024 21:05 - '],
    ['es', '31/12/24, 9:05 p. m. - '],
    ['en, iOS', '[12/31/24, 9:05:33\u202fPM] '],
    ['nl', '31-12-2024 21:05 - '],
    ['sv', '2024-12-31 21:05 - '],
    ['fi', '31.12.2024 klo 21.05 - '],
    ['bg', '31.12.2024 г., 21:05 - '],
    ['el', '31/12/24, 9:05 μ.μ. - '],
    ['ko', '2024. 12. 31. 오후 9:05 - '],
    ['zh-Hant', '2024/12/31 晚上9:05 - '],
    ['zh-Hans, iOS', '[2024/12/31 下午9:05:33] '],
    ['ja', '2024年12月31日 21:05 - '],
    ['ar', '\u200f٣١\u200f/١٢\u200f/٢٠٢٤، ٩:٠٥ م - '],
    ['fa', '۱۴۰۳/۱۰/۱۱،‏ ۲۱:۰۵ - '],
    ['hi', '31/12/24, 9:05 अपराह्न - '],
    ['ms', '31/12/2024, 9:05 PTG - '],
    ['th', '31/12/2567 21:05 - '],
  ])('WhatsApp as written in %s', async (_, stamp) => {
    const sink = await run(
      `${stamp}Anna: Hello\n${stamp}+44 7911 123456: two\nlines\n${stamp}Anna: bye`,
      'text/plain',
    );
    expect(sink.result.facts['chat']).toMatchObject({
      messages: 3,
      speakers: [{ name: 'Anna' }, { name: '+44 7911 123456' }],
    });
    expect(values(sink)).toEqual(['phone +447911123456']);
  });

  it('a text with one date is not a chat', async () => {
    const sink = await run('31/12/24, 21:05 - Notes: buy milk\nand bread\nand more\nand so on', 'text/plain');
    expect(sink.result.facts['format']).toBe('text');
  });
});

describe('a mail shows its sender, its route, its links and hands on its attachments', () => {
  const mail = [
    'Received: from relay.example.net ([198.51.100.7]) by mx.example.org; Mon, 5 Jan 2026 10:00:00 +0000',
    'Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=evil.example; dmarc=fail',
    'From: "service@bank.example" <a@evil.example>',
    'Reply-To: box@other.example',
    'To: victim@example.org',
    'Subject: =?utf-8?B?WW91ciBhY2NvdW50?=',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Verify at <a href="https://evil.example/login">https://bank.example</a></p><form action="https://evil.example/post"><input type="password" name="p"></form>',
    '--b',
    'Content-Type: application/octet-stream; name="../../a.bin"',
    'Content-Disposition: attachment; filename="../../a.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    'AAEC',
    '--b--',
    '',
  ].join('\r\n');

  it('says what is wrong with it', async () => {
    const sink = await run(mail, 'message/rfc822');
    expect(ids(sink)).toEqual(
      expect.arrayContaining([
        'mail/name-hides-sender',
        'mail/reply-elsewhere',
        'mail/authentication-failed',
        'page/misleading-link',
        'page/asks-for-secrets',
      ]),
    );
    expect(sink.result.facts['mail']).toMatchObject({
      subject: 'Your account',
      from: { address: 'a@evil.example' },
    });
    expect(values(sink)).toEqual(
      expect.arrayContaining([
        'email a@evil.example',
        'ip 198.51.100.7',
        'url https://evil.example/login',
        'url https://evil.example/post',
      ]),
    );
    expect(sink.children).toMatchObject([{ claimedName: '../../a.bin', content: Buffer.from([0, 1, 2]) }]);
  });

  it('ends on a mail whose parts are nested without end', async () => {
    const deep = Array.from(
      { length: 400 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    ).join('');
    const begun = performance.now();
    const sink = await run(
      `From: a@a.example\r\nTo: b@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n${deep}\r\nhttps://evil.example/x`,
      'message/rfc822',
    );
    expect(sink.result.facts['mail']).toMatchObject({ subject: 'x', from: { address: 'a@a.example' } });
    expect(values(sink)).toContain('url https://evil.example/x');
    expect(sink.coverage.notExamined[0]?.what).toBe('the parts of the mail');
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

describe('a page', () => {
  it('tells hidden words from shown ones, and finds what it loads', () => {
    const page = readHtml(
      '<title>Bank</title><p>Hello<p style="display:none">secret t.me/x</p><script>var a = 1;</script><script src="https://cdn.example/a.js"></script><meta http-equiv="refresh" content="0; url=https://next.example/">',
    );
    expect(page.blocks).toEqual([
      { text: 'Hello' },
      { text: 'secret t.me/x', aside: 'hidden from the reader of the page' },
    ]);
    expect(page.loads).toEqual([
      { what: 'script', address: 'https://cdn.example/a.js' },
      { what: 'refresh', address: 'https://next.example/' },
    ]);
    expect(page.scripts).toBe(10);
  });

  it.each([
    ['tags', '<div>'.repeat(200_000)],
    ['links', '<a href="x">'.repeat(80_000)],
    ['an open comment', `<!--${'-'.repeat(1_000_000)}`],
    ['attributes', `<p ${'a=b '.repeat(250_000)}>`],
    ['styles', `<p style="${'display '.repeat(120_000)}">x`],
  ])('a megabyte of %s costs linear time', (_, html) => {
    const begun = performance.now();
    readHtml(html);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

/** A PDF document with one page of text, a link inside a compressed part and an action on opening. */
function buildPdf(): Buffer {
  const stream = 'BT /F1 18 Tf 20 100 Td (Pay the fee before you can withdraw) Tj ET';
  const packed = deflateSync(Buffer.from('<< /A << /S /URI /URI (https://evil.example/pdf) >> >>'));
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert) >> >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n${packed.toString('latin1')}\nendstream`,
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  text += `xref\n0 7\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

describe('a PDF document', () => {
  it('gives its text by page, its links, what it could do, and its pages as pictures', async () => {
    const sink = await run(buildPdf(), 'application/pdf');
    expect(ids(sink)).toEqual(expect.arrayContaining(['pdf/abilities', 'scam/withdrawal-blocked']));
    expect(sink.result.findings.find(({ id }) => id === 'scam/withdrawal-blocked')?.locations).toEqual([
      { kind: 'page', page: 1 },
    ]);
    expect(values(sink)).toContain('url https://evil.example/pdf');
    expect(sink.children.map(({ claimedName }) => claimedName)).toEqual(['page-1.png']);
    expect(sink.children[0]?.content.subarray(1, 4).toString()).toBe('PNG');
  });

  it('a broken one is said, with what could still be found', async () => {
    const sink = await run('%PDF-1.7\n/URI (https://evil.example/a)\n', 'application/pdf');
    expect(values(sink)).toEqual(['url https://evil.example/a']);
    expect(sink.coverage.notExamined.map(({ what }) => what)).toContain('the pages');
  });
});

describe('a text in an alphabet that nothing names is read by what fits', () => {
  it.each([
    ['utf-16le', Buffer.from('hello there, friend', 'utf16le'), 'hello there, friend'],
    [
      'windows-1251',
      Buffer.from([
        0xcf, 0xe5, 0xf0, 0xe5, 0xe2, 0xe5, 0xe4, 0xe8, 0xf2, 0xe5, 0x20, 0xe4, 0xe5, 0xed, 0xfc, 0xe3, 0xe8,
      ]),
      'Переведите деньги',
    ],
    [
      'gb18030',
      Buffer.from([0xc4, 0xfa, 0xb5, 0xc4, 0xd5, 0xcb, 0xbb, 0xa7, 0xd2, 0xd1, 0xb6, 0xb3, 0xbd, 0xe1]),
      '您的账户已冻结',
    ],
    ['shift_jis', Buffer.from([0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd]), 'こんにちは'],
    ['utf-8', Buffer.from('ไทย'), 'ไทย'],
  ])('%s', (encoding, bytes, text) => {
    expect(decodeText(bytes)).toMatchObject({ encoding, text });
  });

  it('says that it guessed', async () => {
    const sink = await run(
      Buffer.from([0xcf, 0xe5, 0xf0, 0xe5, 0xe2, 0xe5, 0xe4, 0xe8, 0xf2, 0xe5]),
      'text/plain',
    );
    expect(sink.coverage.notExamined[0]?.detail).toContain('windows-1251');
  });
});

it('shows controls that deceive the eye as codes, and gives offsets into the text as read', async () => {
  const sink = await run('see \u202egpj.exe and https://a.example/x', 'text/plain');
  expect(sink.evidenceBytes.get('text')?.toString()).toContain('⟨202E⟩gpj.exe');
});

describe('limits are said, and what was learned is kept', () => {
  const missing = ({ coverage }: RecordingSink): string =>
    coverage.notExamined.map(({ what, detail }) => `${what}: ${detail}`).join('\n');

  it('a text longer than is read, in one paragraph', async () => {
    const sink = await run(`See https://evil.example/x ${'a '.repeat(2_100_000)}`, 'text/plain');
    expect(values(sink)).toEqual(['url https://evil.example/x']);
    expect(missing(sink)).toContain('the rest of a very long text');
  });

  it('a mail with more attachments than are handed on', async () => {
    const part = '--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nhi\n';
    const mail = `From: a@evil.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${part.repeat(250)}--b--\n`;
    expect(missing(await run(mail, 'message/rfc822'))).toContain('50 of 250 attachments');
  });

  it('a page with more links than are read', async () => {
    const sink = await run('<p><a href="https://evil.example/">x</a></p>'.repeat(5001), 'text/html');
    expect(missing(sink)).toContain('links beyond the first 5,000');
  });

  it('more near misses than there is time to check', async () => {
    const numbers = Array.from({ length: 125_000 }, (_, at) => `tel 07${String(at).padStart(9, '0')}`);
    expect(missing(await run(numbers.join('\n\n'), 'text/plain'))).toContain('time for checking');
  });
});

it('a bank’s RTF is read in its own code page, without fonts and fields', async () => {
  const rtf = String.raw`{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}{\*\generator x;}\uc1 \'cf\'ee\'e7\'e2\'ee\'ed\'e8\'f2\'e5 \u1084?\u1085?\u1077?\par https://evil.example/x{\field{\*\fldinst HIDDEN}{\fldrslt seen}}}`;
  const sink = await run(rtf, 'application/rtf');
  const text = sink.evidenceBytes.get('text')?.toString();
  expect(text).toBe('Позвоните мне\nhttps://evil.example/xseen\n');
});

it('a tag that does not end costs linear time', () => {
  const started = process.cpuUsage();
  readHtml(`<a ${'x="y" '.repeat(500_000)}>`);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(4);
});
