import { TextDecoder } from 'node:util';

/** Groups whose content is not the document's text (RTF 1.9.1). */
const destinations = new Set(
  'fonttbl colortbl stylesheet info pict themedata colorschememapping datastore listtable listoverridetable rsidtbl generator xmlnstbl latentstyles fldinst objdata header footer'.split(
    ' ',
  ),
);
const breaks: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\n',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
};
/** `\ansicpg` numbers that have another name. */
const codePages: Readonly<Record<string, string>> = {
  '932': 'shift_jis',
  '936': 'gbk',
  '949': 'euc-kr',
  '950': 'big5',
  '874': 'windows-874',
};
const DEEPEST = 1000;

interface Group {
  readonly silent: boolean;
  /** Characters that stand in for one `\u` (`\ucN`). */
  skip: number;
}

function decoderFor(rtf: string): TextDecoder {
  const page = /\\ansicpg(\d{1,5})/.exec(rtf.slice(0, 4096))?.[1] ?? '1252';
  try {
    return new TextDecoder(codePages[page] ?? `windows-${page}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

class Reading {
  private readonly decoder: TextDecoder;
  private readonly pieces: string[] = [];
  private bytes: number[] = [];
  private groups: Group[] = [{ silent: false, skip: 1 }];
  private pending = 0;
  /** Groups opened beyond the deepest that are followed. */
  private beyond = 0;

  constructor(rtf: string) {
    this.decoder = decoderFor(rtf);
  }

  private get group(): Group {
    return this.groups.at(-1) ?? { silent: false, skip: 1 };
  }

  private flush(): void {
    if (this.bytes.length > 0) this.pieces.push(this.decoder.decode(Uint8Array.from(this.bytes)));
    this.bytes = [];
  }

  say(text: string): void {
    const spoken = this.pending > 0 ? text.slice(this.pending) : text;
    this.pending = Math.max(0, this.pending - text.length);
    if (this.group.silent || spoken === '') return;
    this.flush();
    this.pieces.push(spoken);
  }

  byte(hex: string): void {
    if (this.pending > 0) this.pending--;
    else if (!this.group.silent) this.bytes.push(Number.parseInt(hex, 16));
    if (this.bytes.length >= 4096) this.flush();
  }

  open(): void {
    if (this.groups.length >= DEEPEST) this.beyond++;
    else this.groups.push({ ...this.group });
  }

  close(): void {
    if (this.beyond > 0) this.beyond--;
    else if (this.groups.length > 1) this.groups.pop();
    this.pending = 0;
  }

  silence(): void {
    this.groups[this.groups.length - 1] = { ...this.group, silent: true };
  }

  word(name: string, value: string): void {
    if (destinations.has(name)) this.silence();
    else if (name === 'uc') this.group.skip = Math.min(8, Math.abs(Number(value || '1')));
    else if (name === 'u') {
      this.say(String.fromCharCode((Number(value) + 65_536) % 65_536));
      this.pending = this.group.skip;
    } else {
      const said = breaks[name];
      if (said !== undefined) this.say(said);
    }
  }

  text(): string {
    this.flush();
    return this.pieces.join('');
  }
}

/** The text of an RTF document in its own code page, without fonts, styles, pictures and field codes. Linear. */
export function readRtf(rtf: string): string {
  const reading = new Reading(rtf);
  const token =
    /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|[^\\{}\r\n]+|\\/giy;
  for (let match = token.exec(rtf); match !== null; match = token.exec(rtf)) {
    const [whole, word, value, hex, symbol, brace] = match;
    if (word !== undefined) reading.word(word.toLowerCase(), value ?? '');
    else if (hex !== undefined) reading.byte(hex);
    else if (symbol === '*') reading.silence();
    else if (symbol !== undefined) reading.say(symbol === '~' ? ' ' : /[{}\\]/.test(symbol) ? symbol : '');
    else if (brace === '{') reading.open();
    else if (brace === '}') reading.close();
    else if (!/^[\r\n\\]/.test(whole)) reading.say(whole);
  }
  return reading.text();
}
