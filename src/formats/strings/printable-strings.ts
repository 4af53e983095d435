/** A run of printable text found in bytes. */
export interface PrintableString {
  readonly text: string;
  /** Of its first byte, from the start of the bytes searched. */
  readonly offset: number;
  readonly encoding: 'utf-8' | 'utf-16le';
}

export interface PrintableOptions {
  /** Shortest run told, in characters. */
  readonly least?: number;
  /** Longer runs are cut into pieces of this many bytes. */
  readonly most?: number;
  readonly from?: number;
  readonly to?: number;
}

/** 1: printable ASCII and tab; 2: lead byte of two, 3: of three, 4: of four UTF-8 bytes; 5: continuation. */
const kinds = new Uint8Array(256);
kinds.fill(1, 0x20, 0x7f);
kinds[9] = 1;
kinds.fill(5, 0x80, 0xc0);
kinds.fill(2, 0xc2, 0xe0);
kinds.fill(3, 0xe0, 0xf0);
kinds.fill(4, 0xf0, 0xf5);

const DEFAULTS = { least: 6, most: 16_384 };

/** Runs of printable UTF-8 in bytes of any kind, in order. Line ends stop a run. Linear; only the runs are copied. */
export function* printableStrings(bytes: Buffer, options: PrintableOptions = {}): Generator<PrintableString> {
  const { least, most } = { ...DEFAULTS, ...options };
  const end = Math.min(bytes.length, options.to ?? bytes.length);
  const from = Math.max(0, options.from ?? 0);
  for (let at = from; at < end; ) {
    at = skipShort(bytes, at, end, least);
    const stop = runEnd(bytes, at, Math.min(end, at + most));
    if (stop - at >= least) {
      const text = bytes.toString('utf8', at, stop);
      if (text.length >= least) yield { text, offset: at, encoding: 'utf-8' };
    }
    at = stop > at ? stop : at + 1;
  }
}

/** Behind every byte that no text holds and that stands too near for a run of `least` bytes: most bytes of a program need no look. */
function skipShort(bytes: Buffer, from: number, end: number, least: number): number {
  let at = from;
  for (let back = at + least - 1; back >= at && back < end; ) {
    if (kinds[bytes[back]!] !== 0) back--;
    else {
      at = back + 1;
      back = at + least - 1;
    }
  }
  return at;
}

/** Where the run of whole, printable UTF-8 characters that starts at `at` ends. */
function runEnd(bytes: Buffer, at: number, end: number): number {
  for (let next = at; next < end; ) {
    const length = kinds[bytes[next]!]!;
    if (length !== 1) {
      if (length === 0 || length === 5 || next + length > end) return next;
      for (let more = 1; more < length; more++) if (kinds[bytes[next + more]!] !== 5) return next;
    }
    next += length;
  }
  return end;
}

/** Code units that people write: ASCII, Latin, Greek, Cyrillic, Arabic to Thai, kana, Han, Hangul, full-width forms. */
function isWideText(unit: number): boolean {
  return (
    (unit >= 0x20 && unit < 0x7f) ||
    (unit >= 0xa0 && unit < 0x1200) ||
    (unit >= 0x1e00 && unit < 0x2070) ||
    (unit >= 0x3000 && unit < 0xa000) ||
    (unit >= 0xac00 && unit < 0xd7a4) ||
    (unit >= 0xff00 && unit < 0xffe0)
  );
}

/**
 * Runs of UTF-16LE, first at even, then at odd offsets. A third of a run must be ASCII: other numbers read as Han too.
 */
export function* wideStrings(bytes: Buffer, options: PrintableOptions = {}): Generator<PrintableString> {
  const { least, most } = { ...DEFAULTS, ...options };
  const end = Math.min(bytes.length, options.to ?? bytes.length);
  const from = Math.max(0, options.from ?? 0);
  for (let shift = 0; shift < 2; shift++) {
    for (let at = from + shift; at + 1 < end; ) {
      const { stop, ascii } = wideRunEnd(bytes, at, Math.min(end, at + most));
      const length = (stop - at) / 2;
      if (length >= least && ascii * 3 >= length)
        yield { text: bytes.toString('utf16le', at, stop), offset: at, encoding: 'utf-16le' };
      at = stop > at ? stop : at + 2;
    }
  }
}

function wideRunEnd(bytes: Buffer, at: number, end: number): { stop: number; ascii: number } {
  let stop = at;
  let ascii = 0;
  for (; stop + 1 < end; stop += 2) {
    const unit = (bytes[stop] ?? 0) | ((bytes[stop + 1] ?? 0) << 8);
    if (!isWideText(unit)) break;
    if (unit < 0x7f) ascii += 1;
  }
  return { stop, ascii };
}
