import type { Block } from './document.ts';
import { parseHtml } from './parse-html.ts';

/** A link: what it says and where it leads. */
export interface PageLink {
  readonly shown: string;
  readonly target: string;
}

/** A form: where it sends, and what it asks for. */
export interface PageForm {
  readonly action: string;
  readonly asks: readonly string[];
}

export interface ReadPage {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly links: readonly PageLink[];
  readonly forms: readonly PageForm[];
  /** Addresses of scripts, frames, pictures and refreshes. */
  readonly loads: readonly { readonly what: string; readonly address: string }[];
  /** Scripts written into the page, in characters. */
  readonly scripts: number;
  /** What of the page is not here, in words. */
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

const MOST = 5000;
/** A stretch of text is cut here: one that is put together letter by letter costs much memory. */
const LONGEST_LINE = 500_000;
const silent = new Set(['script', 'style', 'template', 'noscript', 'title', 'head']);
const breaking = new Set(
  'p div br li tr td th h1 h2 h3 h4 h5 h6 section article header footer ul ol table form button option blockquote pre'.split(
    ' ',
  ),
);
const loading: Readonly<Record<string, string>> = {
  script: 'src',
  iframe: 'src',
  img: 'src',
  source: 'src',
  link: 'href',
  embed: 'src',
  object: 'data',
  video: 'src',
  audio: 'src',
};
const hiding = /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])/i;

class Reading {
  title = '';
  blocks: Block[] = [];
  links: { shown: string; target: string }[] = [];
  forms: { action: string; asks: string[] }[] = [];
  loads: { what: string; address: string }[] = [];
  scripts = 0;
  private cut = new Set<string>();
  private line = '';
  private open: { name: string; silent: boolean; hidden: boolean }[] = [];
  private link: { shown: string; target: string } | undefined;

  private state(): { silent: boolean; hidden: boolean } {
    return this.open.at(-1) ?? { silent: false, hidden: false };
  }

  /** True while there is room for one more; what did not fit is said. */
  private room(list: readonly unknown[], most: number, what: string): boolean {
    if (list.length >= most) this.cut.add(`${what} beyond the first ${most.toLocaleString('en')}`);
    return list.length < most;
  }

  get missing(): { what: string; why: string }[] {
    return [...this.cut].map((what) => ({ what, why: 'The page has more of them than are read.' }));
  }

  forget = (): void => {
    this.cut.add('which words are hidden by the tags around them, behind very deep nesting');
    this.flush();
    this.open = [];
  };

  flush(): void {
    const text = this.line
      .replace(/[\t\r ]+/g, ' ')
      .replace(/\n\s*/g, '\n')
      .trim();
    if (text && this.room(this.blocks, 200_000, 'stretches of text'))
      this.blocks.push({
        text,
        ...(this.state().hidden ? { aside: 'hidden from the reader of the page' } : {}),
      });
    this.line = '';
  }

  start = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (breaking.has(name)) this.flush();
    const hides = hiding.test((attributes['style'] ?? '').slice(0, 2000)) || 'hidden' in attributes;
    if (hides) this.flush();
    const { silent: quiet, hidden } = this.state();
    this.open.push({ name, silent: quiet || silent.has(name), hidden: hidden || hides });
    this.note(name, attributes);
  };

  private note(name: string, attributes: Readonly<Record<string, string>>): void {
    const target = attributes['href'] ?? '';
    if (name === 'a' && target) this.link = { shown: '', target };
    const address = attributes[loading[name] ?? ''];
    if (address && this.room(this.loads, MOST, 'addresses of what it loads'))
      this.loads.push({ what: name, address });
    if (
      name === 'meta' &&
      /^refresh$/i.test(attributes['http-equiv'] ?? '') &&
      this.room(this.loads, MOST, 'addresses of what it loads')
    )
      this.loads.push({ what: 'refresh', address: (attributes['content'] ?? '').replace(/^[^=]*=\s*/, '') });
    if (name === 'form' && this.room(this.forms, 200, 'forms'))
      this.forms.push({ action: attributes['action'] ?? '', asks: [] });
    if (name === 'input' || name === 'textarea' || name === 'select') this.ask(attributes);
  }

  private ask(attributes: Readonly<Record<string, string>>): void {
    const asked = [
      attributes['type'],
      attributes['name'],
      attributes['placeholder'],
      attributes['autocomplete'],
    ]
      .filter(Boolean)
      .join(' ')
      .slice(0, 200);
    if (this.forms.length === 0) this.forms.push({ action: '', asks: [] });
    const form = this.forms.at(-1);
    if (asked && form && form.asks.length < 100) form.asks.push(asked);
  }

  text = (text: string): void => {
    const { silent: quiet } = this.state();
    const inside = this.open.at(-1)?.name;
    if (inside === 'title') this.title = (this.title + text).slice(0, 500);
    if (inside === 'script') this.scripts += text.length;
    if (quiet) return;
    this.line += text;
    if (this.line.length > LONGEST_LINE) this.flush();
    if (this.link) this.link.shown = (this.link.shown + text).slice(0, 500);
  };

  end = (name: string): void => {
    if (name === 'a' && this.link) {
      if (this.room(this.links, MOST, 'links'))
        this.links.push({ ...this.link, shown: this.link.shown.trim() });
      this.link = undefined;
    }
    if (breaking.has(name) || this.state().hidden) this.flush();
    this.open.pop();
  };
}

/** What a page shows, links to, loads and asks for. Nothing is run or fetched; linear in the text. */
export function readHtml(html: string): ReadPage {
  const reading = new Reading();
  parseHtml(html, reading);
  reading.flush();
  return reading;
}
