import type { DerElement } from '../der.ts';

/** UTCTime or GeneralizedTime (RFC 5280 section 4.1.2.5) as RFC 3339. Undefined: it is neither. */
export function readDerTime(element: DerElement | undefined): string | undefined {
  const text = element?.content.subarray(0, 40).toString('latin1') ?? '';
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/.exec(text);
  if (!match) return undefined;
  const [, year = '', month, day, hour, minute, second = '00'] = match;
  const full = year.length === 4 ? year : `${Number(year) >= 50 ? '19' : '20'}${year}`;
  const date = new Date(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
