import PostalMime from 'postal-mime';
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
}

const people = (
  list: readonly { name?: string; address?: string | undefined }[] | undefined,
): MailAddress[] =>
  (list ?? []).slice(0, 200).map(({ name, address }) => ({ name: name ?? '', address: address ?? '' }));

/** Reads a mail (RFC 5322, MIME). Nesting and header size are bounded by the reader of MIME. */
export async function readMail(bytes: Uint8Array): Promise<ReadMail> {
  const mail = await PostalMime.parse(bytes, {
    maxNestingDepth: 50,
    maxHeadersSize: 1024 * 1024,
    attachmentEncoding: 'arraybuffer',
  });
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
    attachments: mail.attachments.slice(0, 200).map(({ filename, content }, at) => ({
      name: filename ?? `attachment-${at + 1}`,
      content: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    })),
  };
}
