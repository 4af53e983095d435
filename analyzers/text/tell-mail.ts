import type { z } from 'zod';
import type { Finding, Sink } from '../../src/contract/index.ts';
import { findIndicators, toIndicator } from '../../src/indicators/index.ts';
import type { MailAddress, ReadMail } from './read-mail.ts';

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** A name that is itself another address hides the true one in many mail programs. */
function nameHides({ name, address }: MailAddress): boolean {
  const shown = /[^\s<>"@]{1,64}@[^\s<>"@]{1,255}/.exec(name)?.[0];
  return shown !== undefined && domainOf(shown) !== domainOf(address);
}

function judgeSender(mail: ReadMail): z.input<typeof Finding>[] {
  const findings: z.input<typeof Finding>[] = [];
  const { from } = mail;
  if (from && nameHides(from))
    findings.push({
      id: 'mail/name-hides-sender',
      title: 'The sender’s name is written as another address',
      detail: `Shown: ${from.name}. Sent in the name of: ${from.address}.`,
      severity: 'medium',
      techniques: ['T1656'],
    });
  const away = mail.replyTo.filter(
    ({ address }) => from && address && domainOf(address) !== domainOf(from.address),
  );
  if (away.length > 0)
    findings.push({
      id: 'mail/reply-elsewhere',
      title: 'Answers go to another domain than the sender’s',
      detail: `From: ${from?.address ?? ''}. Answers to: ${away
        .map(({ address }) => address)
        .join(', ')
        .slice(0, 1000)}. Newsletters do this too.`,
      severity: 'low',
    });
  const failed = mail.authentication.filter((field) =>
    /\b(spf|dkim|dmarc)=(fail|softfail|permerror)\b|^\s*(fail|softfail)\b/i.test(field),
  );
  if (failed.length > 0)
    findings.push({
      id: 'mail/authentication-failed',
      title: 'A mail server noted that the sender could not be confirmed',
      detail: `As stated in the mail, not verified here: ${failed.join(' · ').slice(0, 4000)}`,
      severity: 'medium',
    });
  return findings;
}

/** Sender and route of a mail. */
export function tellMail(sink: Sink, mail: ReadMail): void {
  sink.fact('mail', {
    subject: mail.subject.slice(0, 1000),
    date: mail.date ?? null,
    from: mail.from ? { ...mail.from } : null,
    replyTo: mail.replyTo.map((person) => ({ ...person })),
    returnPath: mail.returnPath ?? null,
    to: mail.to.length,
    received: [...mail.received],
    authentication: [...mail.authentication],
    attachments: mail.attachments.map(({ name, content }) => ({ name, bytes: content.length })),
  });
  for (const finding of judgeSender(mail)) sink.finding(finding);
  const fields: [string, string][] = [
    ['From field', mail.from?.address ?? ''],
    ['Reply-To field', mail.replyTo.map(({ address }) => address).join(' ')],
    ['Return-Path field', mail.returnPath ?? ''],
    ...mail.received.map((field): [string, string] => ['Received field, as stated', field]),
  ];
  for (const [how, text] of fields)
    for (const found of findIndicators(text))
      if (found.kind === 'email' || found.kind === 'ip')
        sink.indicator({
          ...toIndicator(found, { confidence: 100, how, location: { kind: 'text', start: 0, end: 0 } }),
          standing: how.startsWith('Received') ? 'observed' : 'proposed',
        });
  sink.examined('sender and route of the mail, as stated in it');
}

/** Attachments become artefacts of their own. */
export async function handOnAttachments(sink: Sink, mail: ReadMail): Promise<void> {
  for (const { name, content } of mail.attachments)
    if (
      !(await sink.child({ claimedName: name.slice(0, 1024), relation: 'extracted-from', from: content }))
    ) {
      sink.notExamined('some attachments', 'not-run', 'The limit of files handed on was reached.');
      break;
    }
  sink.examined('attachments of the mail, each as a file of its own');
}
