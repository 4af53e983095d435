/** A text that stands hidden in another, and by what means. */
export interface HiddenText {
  readonly text: string;
  readonly how: string;
}

const LEAST_CODED = 16;
const MOST_CODED = 16_384;
const MOST_ARRAY = 65_536;
const MAX_LAYERS = 2;

/** An address, a host, a wallet: what makes a decoded text worth telling. */
const telling =
  /:\/\/[^\s/]|[\w-]\.[a-z]{2,24}(?![\w.])|(?<!\w)(?:T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{39,59})(?!\w)/;

/** Texts under base64, hexadecimal digits or written backwards, also twice over. Only those that are readable and tell something. */
export function decodedTexts(text: string): HiddenText[] {
  const found: HiddenText[] = [];
  let current = text;
  let how = '';
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const next = decodeOnce(current);
    if (!next) break;
    current = next.text;
    how = how === '' ? next.how : `${how}, then ${next.how}`;
    if (telling.test(current)) found.push({ text: current, how });
  }
  if (text.length <= MOST_CODED && /\/\/:s?(?:ptth|sw)/i.test(text))
    found.push({ text: [...text].reverse().join(''), how: 'written backwards' });
  return found;
}

function decodeOnce(text: string): HiddenText | undefined {
  const { length } = text;
  if (length < LEAST_CODED || length > MOST_CODED) return undefined;
  if (length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text))
    return describe(Buffer.from(text, 'hex'), 'hexadecimal');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text.replaceAll('\n', ''))) return undefined;
  return describe(Buffer.from(text, 'base64'), 'base64');
}

function describe(bytes: Buffer, how: string): HiddenText | undefined {
  // Under a small key readable bytes stay readable: the address is looked for first.
  const hidden = hiddenByXor(bytes, 0, bytes.length)[0];
  if (hidden) return { text: hidden.text, how: `${how}, then ${hidden.how}` };
  const plain = readableText(bytes);
  return plain === undefined ? undefined : { text: plain, how };
}

/** The bytes as text, if they are UTF-8 without control characters. */
function readableText(bytes: Buffer): string | undefined {
  for (const byte of bytes)
    if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f) return undefined;
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? undefined : text;
}

const H = 0x68;
const T = 0x74;
const P = 0x70;

/**
 * A web address hidden by one XOR key, wherever in the bytes it begins: `h ^ t`, `t ^ t`, `t ^ p` and what follows them are
 * the same under any key.
 */
export function hiddenByXor(bytes: Buffer, start: number, end: number): HiddenText[] {
  const last = Math.min(end, start + MOST_ARRAY) - 10;
  for (let at = start; at < last; at++) {
    if (bytes[at + 1] !== bytes[at + 2] || (bytes[at]! ^ bytes[at + 1]!) !== (H ^ T)) continue;
    if ((bytes[at + 2]! ^ bytes[at + 3]!) !== (T ^ P)) continue;
    const key = bytes[at]! ^ H;
    const text = key === 0 ? '' : undoXor(bytes, at, Math.min(end, at + 2048), key);
    if (/^https?:\/\/[\w-]+(?:\.|:\d)/.test(text))
      return [{ text, how: `XOR with ${key.toString(16).padStart(2, '0')}` }];
  }
  return [];
}

/** Up to the first byte that is no printable character. */
function undoXor(bytes: Buffer, start: number, end: number, key: number): string {
  let text = '';
  for (let at = start; at < end; at++) {
    const code = bytes[at]! ^ key;
    if (code < 0x20 || code > 0x7e) break;
    text += String.fromCharCode(code);
  }
  return text;
}

/** Texts in an array of constants: bytes, characters or whole numbers that are readable as they stand, or under one XOR key. */
export function arrayTexts(bytes: Buffer, start: number, width: number, count: number): HiddenText[] {
  if (count < 6 || count > MOST_ARRAY || (width !== 1 && width !== 2 && width !== 4)) return [];
  const items = Buffer.alloc(count);
  for (let index = 0; index < count; index++) {
    const at = start + index * width;
    for (let high = 1; high < width; high++) if (bytes[at + high] !== 0) return [];
    items[index] = bytes[at]!;
  }
  const inArray = ({ text, how }: HiddenText): HiddenText => ({ text, how: `${how} in DEX constant array` });
  const hidden = hiddenByXor(items, 0, items.length);
  const plain = readableText(items);
  if (hidden.length > 0 || plain === undefined) return hidden.map(inArray);
  const inner = decodedTexts(plain).map(inArray);
  return telling.test(plain) ? [{ text: plain, how: 'DEX constant array' }, ...inner] : inner;
}
