import { defangText, showHostile } from '../exchange/index.ts';

/** Markup that is safe to send: only `html` makes it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, markup is not, nothing is left out, lists are joined. */
export type Part = Html | string | number | undefined | null | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/**
 * Template for markup. Every value is escaped for text and for quoted attributes; always quote attributes. Values never
 * go into scripts, styles or the scheme of an address.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((out, string, n) => out + render(parts[n - 1]) + string));
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === undefined || part === null || part === false) return '';
  if (typeof part === 'object') return part.map(render).join('');
  return String(part).replace(/[&<>"'`]/g, (char) => ENTITIES[char]!);
}

/** Text that a criminal may have written: hidden characters shown, addresses defanged, its direction kept inside. */
export function hostile(text: string, max = 2000): Html {
  return html`<bdi class="hostile">${defangText(showHostile(text, { max }))}</bdi>`;
}

/** The same over several lines. */
export function hostileLines(text: string, max = 8000): Html {
  return html`<bdi class="hostile lines">${defangText(showHostile(text, { max, lines: true }))}</bdi>`;
}
