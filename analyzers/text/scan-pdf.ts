import { inflateSync } from 'node:zlib';

const MOST_INFLATED = 64 * 1024 * 1024;
const MOST_EACH = 8 * 1024 * 1024;
const MOST_TARGETS = 2000;
/** Deflate cannot make more of a byte than this. */
const HIGHEST_GAIN = 1032;

/**
 * What a document can do besides being read, by the names that its actions have in the file. What follows a short name is
 * part of the pattern: two letters alone also turn up by chance in a picture's bytes. A place to scroll to is no action.
 */
const abilities: readonly [name: RegExp, what: string][] = [
  [/\/JavaScript\b|\/JS\s{0,20}(?:\(|<[0-9A-Fa-f]|\d{1,9} \d{1,5} R)/, 'holds JavaScript'],
  [/\/Launch\b/, 'can start a program'],
  [/\/EmbeddedFile\b/, 'has files attached'],
  [/\/SubmitForm\b/, 'sends form data'],
  [
    /\/OpenAction(?!\s{0,20}\[|\s{0,20}<<\s{0,20}\/(?:S\s{0,20}\/GoTo|D)\b)|\/AA\s{0,20}(?:<<|\d{1,9} \d{1,5} R)/,
    'does something when it is opened or read',
  ],
  [/\/XFA\s{0,20}(?:\[|\d{1,9} \d{1,5} R)/, 'holds an XFA form'],
];

export interface PdfScan {
  readonly targets: readonly string[];
  readonly abilities: readonly string[];
  /** What was not looked through, in words. */
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

class Scan {
  readonly targets = new Set<string>();
  readonly found = new Set<string>();
  tooMany = false;
  private left = MOST_INFLATED;
  /** Streams that are damaged, locked, or too large when unpacked. */
  skipped = 0;

  look(text: string): void {
    for (const [, written] of text.matchAll(/\/URI\s{0,20}\(((?:[^()\\]|\\.){1,2000})\)/g)) {
      const target = (written ?? '').replace(/\\(.)/g, '$1');
      if (this.targets.size < MOST_TARGETS) this.targets.add(target);
      else this.tooMany ||= !this.targets.has(target);
    }
    for (const [name, what] of abilities) if (!this.found.has(what) && name.test(text)) this.found.add(what);
  }

  /** Unpacks one stream and looks through it. What it may cost is taken from the budget before or after. */
  unpack(packed: Uint8Array): void {
    const most = Math.min(this.left, MOST_EACH);
    if (most <= 0) {
      this.skipped++;
      return;
    }
    try {
      // A flush instead of an end: streams that are cut off give what they have.
      const text = inflateSync(packed, { maxOutputLength: most, finishFlush: 2 });
      this.left -= text.length;
      this.look(text.toString('latin1'));
    } catch {
      this.skipped++;
      this.left -= Math.min(MOST_EACH, packed.length * HIGHEST_GAIN);
    }
  }
}

/** Streams with pictures and fonts hold no actions. */
const isData = (dictionary: string): boolean => /\/Image\b|\/FontFile|\/Length1\b/.test(dictionary);

/**
 * Link targets and abilities, from a document's text and from its compressed parts (ISO 32000-2, 12.6.4.8 and 7.4.4).
 * Bounded: 64 MiB unpacked, 8 MiB a part; linear in the file.
 */
export function scanPdf(bytes: Buffer): PdfScan {
  const scan = new Scan();
  scan.look(bytes.toString('latin1'));
  let end = 0;
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    const start = at + 6 + (bytes[at + 6] === 13 ? 2 : 1);
    if (bytes[start] !== 0x78 || bytes.toString('latin1', at - 3, at) === 'end') continue;
    if (isData(bytes.toString('latin1', Math.max(0, at - 400), at))) continue;
    if (end < start) end = nextEnd(bytes, start);
    scan.unpack(bytes.subarray(start, end));
  }
  const missing: { what: string; why: string }[] = [];
  if (scan.skipped > 0)
    missing.push({
      what: `${scan.skipped} compressed ${scan.skipped === 1 ? 'part' : 'parts'} of the document`,
      why: 'Damaged, locked, or larger than is unpacked: link targets and actions in them were not looked for.',
    });
  if (scan.tooMany)
    missing.push({
      what: `link targets beyond the first ${MOST_TARGETS}`,
      why: 'The document has more of them than are kept.',
    });
  return { targets: [...scan.targets], abilities: [...scan.found], missing };
}

function nextEnd(bytes: Buffer, start: number): number {
  const end = bytes.indexOf('endstream', start);
  return end < 0 ? bytes.length : end;
}
