import { labelOf, type Report } from '../contract/index.ts';
import { toText } from '../exchange/index.ts';

/** A report as the barest page: used where no site is mounted. */
export function plainPage(report: Report): string {
  const label = labelOf(report.marking);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${label} Technical analysis ${report.submission}</title></head>
<body><pre>${escapeHtml(toText(report))}</pre></body></html>
`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
