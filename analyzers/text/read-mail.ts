import PostalMime, { type Email } from 'postal-mime';
import type { Block } from './document.ts';
import { type PageForm, type PageLink, readHtml } from './read-html.ts';

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export interface ReadMail {
  readonly subject: string;
  readonly date: string | undefined;
  readonly from: MailAddress | undefined;
  readonly replyTo: readonly MailAddress[];
  readonly returnPath: string | undefined;
  readonly to: readonly MailAddress[];
  /** `Received` fields as they stand, latest first. */
  readonly received: readonly string[];
  /** What the receiving server wrote of SPF, DKIM and DMARC; unverified. */
  readonly authentication: readonly string[];
  readonly blocks: readonly Block[];
  readonly links: readonly PageLink[];
  readonly forms: readonly PageForm[];
  readonly attachments: readonly { readonly name: string; readonly content: Uint8Array }[];
  /** What of the mail is not here, in words. */
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

const people = (
  list: readonly { name?: string; address?: string | undefined }[] | undefined,
): MailAddress[] =>
  (list ?? []).slice(0, 200).map(({ name, address }) => ({ name: name ?? '', address: address ?? '' }));

const MOST_ATTACHMENTS = 200;
const LONGEST_HEAD = 64 * 1024;

const parse = (bytes: Uint8Array): Promise<Email> =>
  PostalMime.parse(bytes, {
    maxNestingDepth: 50,
    maxHeadersSize: 1024 * 1024,
    attachmentEncoding: 'arraybuffer',
  });

/** The first fields of a mail that cannot be taken apart, without those that say how its parts are nested. */
function headOf(bytes: Uint8Array): { head: Uint8Array; rest: string } {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text.slice(0, LONGEST_HEAD))?.index ?? Math.min(text.length, LONGEST_HEAD);
  const fields = text
    .slice(0, end)
    .split(/\r?\n(?![ \t])/)
    .filter((field) => !/^(?:content-|mime-)/i.test(field))
    .slice(0, 200)
    .map((field) => field.slice(0, 4000));
  return { head: Buffer.from(`${fields.join('\n')}\n\n`, 'latin1'), rest: text.slice(end) };
}

/**
 * Reads a mail (RFC 5322, MIME). Nesting and header size are bounded by the reader of MIME; a mail that goes beyond is read
 * as its first fields and the rest as it stands. Throws when not even that can be read.
 */
export async function readMail(bytes: Uint8Array): Promise<ReadMail> {
  const mail = await parse(bytes).catch(() => undefined);
  if (mail) return tell(mail);
  const { head, rest } = headOf(bytes);
  const first = await parse(head);
  const read = tell({ ...first, text: Buffer.from(rest, 'latin1').toString('utf8') });
  const what = 'the parts of the mail';
  const why =
    'They are nested too deeply, or its fields are too long: only the first fields were taken apart, the rest was read as it stands.';
  return { ...read, missing: [...read.missing, { what, why }] };
}

function tell(mail: Email): ReadMail {
  const fields = (key: string): string[] =>
    mail.headers
      .filter((header) => header.key === key)
      .map(({ value }) => value.slice(0, 4000))
      .slice(0, 100);
  const page = mail.html ? readHtml(mail.html) : undefined;
  const words: Block[] = (mail.text ?? '')
    .split(/\n{2,}/)
    .filter((text) => text.trim())
    .map((text) => ({ text: text.trim() }));
  const shown = page?.blocks ?? [];
  // Both forms usually say the same; where they do not, what the reader did not see is worth seeing.
  const alike = new Set(shown.map(({ text }) => text.replace(/\s+/g, '')));
  const other = shown.length > 0 ? words.filter(({ text }) => !alike.has(text.replace(/\s+/g, ''))) : words;
  return {
    subject: mail.subject ?? '',
    date: mail.date,
    from: mail.from ? people([mail.from])[0] : undefined,
    replyTo: people(mail.replyTo),
    returnPath: mail.returnPath,
    to: people([...(mail.to ?? []), ...(mail.cc ?? [])]),
    received: fields('received'),
    authentication: [...fields('authentication-results'), ...fields('received-spf')],
    blocks: [...(mail.subject ? [{ text: mail.subject, aside: 'subject' }] : []), ...shown, ...other],
    links: page?.links ?? [],
    forms: page?.forms ?? [],
    attachments: mail.attachments.slice(0, MOST_ATTACHMENTS).map(({ filename, content }, at) => ({
      name: filename ?? `attachment-${at + 1}`,
      content: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    })),
    missing: [
      ...(mail.attachments.length > MOST_ATTACHMENTS
        ? [
            {
              what: `${mail.attachments.length - MOST_ATTACHMENTS} of ${mail.attachments.length} attachments`,
              why: `Only the first ${MOST_ATTACHMENTS} are handed on.`,
            },
          ]
        : []),
      ...(page?.missing ?? []),
    ],
  };
}
