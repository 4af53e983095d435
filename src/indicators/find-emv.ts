import { crc16Ccitt } from './crc16.ts';
import type { Found } from './found.ts';
import { readPhone } from './phones.ts';
import { trace } from './read-text.ts';
import type { Search } from './search.ts';

/** Payment codes begin with their format version, `01`, and a point of initiation or an account. */
const begins = /000201[0-9]{2}[0-9]{2}/g;
const LONGEST = 600;

interface Field {
  readonly id: string;
  readonly value: string;
}

/** Two digits of id, two of length, value (EMV Merchant-Presented QR specification, section 4.3). */
function fieldsOf(text: string): { fields: Field[]; length: number } {
  const fields: Field[] = [];
  let at = 0;
  while (at + 4 <= text.length && fields.length < 60) {
    const head = text.slice(at, at + 4);
    if (!/^\d{4}$/.test(head)) break;
    const length = Number(head.slice(2));
    if (at + 4 + length > text.length) break;
    fields.push({ id: head.slice(0, 2), value: text.slice(at + 4, at + 4 + length) });
    at += 4 + length;
    if (head.startsWith('63')) break;
  }
  return { fields, length: at };
}

type Account = Pick<Found, 'kind' | 'value'> & { readonly subtype: string };
const id = (subtype: string, value: string | undefined): Account | undefined =>
  value === undefined || value === '' ? undefined : { kind: 'payment-id', subtype, value };

/** What one merchant account field names, by the identifier of its scheme. */
function accountOf(template: string): Account | undefined {
  const parts = fieldsOf(template).fields;
  const at = (wanted: string): string | undefined => parts.find((part) => part.id === wanted)?.value;
  const scheme = at('00')?.toUpperCase() ?? '';
  if (scheme === 'BR.GOV.BCB.PIX') return id('pix', at('01') ?? at('25'));
  if (scheme === 'SG.PAYNOW') return id('paynow', at('02'));
  if (scheme.startsWith('A000000677010111')) {
    const phone = at('01');
    const value = phone === undefined ? undefined : readPhone(`+${phone.replace(/^00/, '')}`)?.value;
    return id('promptpay', value ?? phone ?? at('02') ?? at('03'));
  }
  if (scheme === 'A000000727') {
    const [bank, account] = fieldsOf(at('01') ?? '').fields;
    return account === undefined
      ? undefined
      : { kind: 'bank-account', subtype: `vietqr-${bank?.value ?? ''}`, value: account.value };
  }
  if (scheme.startsWith('ID.CO.') || scheme === 'ID.CO.QRIS.WWW') return id('qris', at('02') ?? at('01'));
  const other = at('01') ?? at('02');
  return /^[A-Za-z0-9.]{5,}$/.test(scheme) ? id('emv', other) : undefined;
}

/** Accounts in EMV payment codes (PIX, PromptPay, PayNow, VietQR, QRIS, KHQR…), as a QR code or `copy and paste` text holds them. */
export function* findEmv(search: Search): Generator<Found> {
  for (const match of search.text.matchAll(begins)) {
    const payload = search.text.slice(match.index, match.index + LONGEST);
    const { fields, length } = fieldsOf(payload);
    const crc = fields.at(-1);
    if (crc?.id !== '63') continue;
    const right = crc16Ccitt(payload.slice(0, length - 4)) === crc.value.toUpperCase();
    for (const field of fields) {
      const account =
        Number(field.id) >= 26 && Number(field.id) <= 51 ? accountOf(field.value) : directOf(field);
      if (account === undefined) continue;
      const check = right ? ('valid' as const) : ('invalid' as const);
      const how = 'inside an EMV payment code';
      yield {
        ...account,
        check,
        confidence: right ? 99 : 60,
        standing: 'proposed',
        how,
        ...trace(search.reading, match.index, match.index + length),
      };
    }
  }
}

/** KHQR keeps the account in field 29 or 30; its name alone (`user@bank`) is telling enough. */
function directOf(field: Field): Account | undefined {
  return field.id === '15' && /^[\w.]+@[\w]+$/.test(field.value) ? id('khqr', field.value) : undefined;
}
