/** A text with the alphabet its bytes were read in. `guessed`: nothing in the file names it. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  readonly guessed: boolean;
}

const marks: readonly [bytes: readonly number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

const commonHan =
  '的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心本前开開但因只从從想实實日者意无無力与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并物手应應向头頭文体體政美相见見被利什二等产產或新己制身果加西月话話合回特代内內信表化老给給世位次度门門任常先海通教原提立及比员員水名真论論处處走各入几口认認条條平系气氣题題更别別打女变變四总總何电電数數安少报報才结結反受目太量再建务務做接必场場件计計管期市直资資金指保账帳户戶款转轉请請您';
const commonHangul =
  '이다는가을를에의한고하지로도은니사입금요기그어서나리해시수자인대일아만정게있습안정보전주세';

/** A character over and over proves no more than a few of it. */
const MOST_ALIKE = 4;

const share = (text: string, of: (character: string) => boolean): number => {
  const seen = new Map<string, number>();
  for (const character of text)
    if (character > '\u007f') seen.set(character, Math.min(MOST_ALIKE, (seen.get(character) ?? 0) + 1));
  let [fitting, all] = [0, 0];
  for (const [character, count] of seen) {
    all += count;
    if (of(character)) fitting += count;
  }
  return all === 0 ? 0 : fitting / all;
};

/** Letters of another alphabet read in this one change between capital and small inside words. */
function changesCase(text: string): number {
  const pairs = text.match(/\p{L}(?=\p{L})/gu)?.length ?? 0;
  return pairs === 0 ? 0 : (text.match(/\p{Ll}(?=\p{Lu})/gu)?.length ?? 0) / pairs;
}

const letters =
  (usual: RegExp) =>
  (text: string): number =>
    0.9 * share(text, (character) => usual.test(character)) * (1 - Math.min(1, 3 * changesCase(text)));

const ideographs = (text: string): number =>
  /[\u4e00-\u9fff]/.test(text) ? 0.3 + share(text, (character) => commonHan.includes(character)) : 0;

/** Encodings without a mark, and how much a text in them looks like one (0 to about 1). */
const candidates: readonly [encoding: string, score: (text: string) => number][] = [
  ['gb18030', ideographs],
  ['big5', ideographs],
  [
    'shift_jis',
    (text) =>
      share(text, (character) => /[\u3040-\u30ff\u3000-\u303f]/.test(character)) * 1.2 + ideographs(text) / 4,
  ],
  ['euc-kr', (text) => 0.3 + share(text, (character) => commonHangul.includes(character))],
  ['windows-1251', letters(/[\u0410-\u044f\u0401\u0451]/)],
  ['windows-1256', letters(/[\u0621-\u064a\u060c\u061b\u061f]/)],
  ['windows-874', letters(/[\u0e01-\u0e5b]/)],
  ['windows-1252', letters(/[àâäçèéêëîïôöùûüñáíóúãõßÀÉÑ¿¡«»’“”–€°ª]/)],
];

function tryDecode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function looksUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, at) => {
    if (byte !== 0) return;
    if (at % 2 === 0) even++;
    else odd++;
  });
  if (odd > sample.length / 4 && even === 0) return 'utf-16le';
  return even > sample.length / 4 && odd === 0 ? 'utf-16be' : undefined;
}

/** The alphabet that a web page names for itself, within the first bytes (HTML, "determining the character encoding"). */
function declared(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
  const name = /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w:.-]{2,40})/i.exec(head)?.[1];
  try {
    return name === undefined ? undefined : new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

/** Reads the bytes of a text. What cannot be read in any alphabet becomes U+FFFD, never lost silently: `windows-1252` reads all. */
export function decodeText(bytes: Uint8Array): DecodedText {
  for (const [mark, encoding] of marks)
    if (mark.every((byte, at) => bytes[at] === byte))
      return { text: new TextDecoder(encoding).decode(bytes), encoding, guessed: false };
  const wide = looksUtf16(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: wide, guessed: true };
  const utf8 = tryDecode('utf-8', bytes);
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8', guessed: false };
  const named = declared(bytes);
  if (named !== undefined && !named.startsWith('utf'))
    return { text: new TextDecoder(named).decode(bytes), encoding: named, guessed: false };
  const sample = bytes.subarray(0, 65_536);
  let best: { encoding: string; score: number } | undefined;
  for (const [encoding, plausibility] of candidates) {
    const text = tryDecode(encoding, sample) ?? tryDecode(encoding, sample.subarray(0, sample.length - 1));
    if (text === undefined) continue;
    const score = plausibility(text);
    if (score > 0.45 && score > (best?.score ?? 0) + 0.02) best = { encoding, score };
  }
  const encoding = best?.encoding ?? 'windows-1252';
  return { text: new TextDecoder(encoding).decode(bytes), encoding, guessed: true };
}
