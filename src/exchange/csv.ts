import { labelOf } from '../contract/index.ts';
import { defang } from './defang.ts';
import { type Exportable, openExport } from './exportable.ts';
import { collectIndicators } from './indicators.ts';
import { showHostile } from './show-hostile.ts';

const COLUMNS = [
  'kind',
  'subtype',
  'value_defanged',
  'value',
  'standing',
  'confidence_percent',
  'check',
  'reading',
  'seen_in_sha256',
  'marking',
  'unit',
  'submission',
] as const;

/**
 * The indicators as CSV (RFC 4180, UTF-8 with byte order mark, CRLF). A cell that a spreadsheet would calculate is
 * prefixed with an apostrophe, and hidden characters are shown as `‹U+….›`; sensitive indicators are left out.
 */
export function toCsv(source: Exportable): string {
  const { report, marking } = openExport(source);
  const rows = collectIndicators(report).map((i) => [
    i.kind,
    i.subtype ?? '',
    defang(i.kind, i.value),
    i.value,
    i.standing,
    String(i.confidence),
    i.check,
    i.reading ?? '',
    i.subjects.join(' '),
    labelOf(marking),
    report.unit.name,
    report.submission,
  ]);
  return `\ufeff${[COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

/** OWASP "CSV injection": =, +, -, @, tab and carriage return first, full-width forms as well. */
function cell(text: string): string {
  const shown = showHostile(text, { max: 8192 });
  const safe = /^[\s'"]*[=+\-@＝＋－＠|%]/.test(shown) || /^[\t\r\n]/.test(text) ? `'${shown}` : shown;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
