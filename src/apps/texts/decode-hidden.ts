/** A text that was hidden in another by an encoding that hides nothing from a reader who tries. */
export interface HiddenText {
  readonly text: string;
  /** In words: `base64`, `hexadecimal`, `character codes`. */
  readonly how: string;
  /** UTF-16 offset in the text that carried it. */
  readonly start: number;
}

const base64Run = /[A-Za-z0-9+/_-]{16,8192}={0,2}/g;
const hexRun = /(?:[0-9a-fA-F]{2}){10,4096}/g;
const codeRun = /\d{2,3}(?:\s?,\s?\d{2,3}){9,2000}/g;
const percentRun = /(?:%[0-9a-fA-F]{2}){6,2000}/g;
/** What makes it worth telling: an address, a host, or a long value as wallets are. */
const telling = /[a-z]{2,10}:\/\/[\w.-]{4,}|^[\w-]+(\.[\w-]+){1,6}(:\d+)?(\/\S*)?$|^[A-Za-z0-9]{25,64}$/;
const MAX_PER_TEXT = 200;

/** Decodes what in a text is base64, hexadecimal, a list of character codes or percent-encoded, and reads as an address. Linear. */
export function decodeHidden(text: string): HiddenText[] {
  if (text.length < 16) return [];
  const found: HiddenText[] = [];
  const add = (how: string, start: number, decoded: string | undefined): void => {
    if (decoded !== undefined && found.length < MAX_PER_TEXT && isTelling(decoded))
      found.push({ text: decoded, how, start });
  };
  for (const { 0: run, index } of text.matchAll(base64Run)) {
    // Prose and paths are letters too: a run needs both cases and a digit, or padding, before it is tried.
    if (/[a-z]/.test(run) && /[A-Z]/.test(run) && (/\d/.test(run) || run.endsWith('=')))
      add('base64', index, printable(Buffer.from(run, 'base64')));
  }
  for (const { 0: run, index } of text.matchAll(hexRun))
    add('hexadecimal', index, printable(Buffer.from(run, 'hex')));
  for (const { 0: run, index } of text.matchAll(codeRun))
    add('character codes', index, printable(Buffer.from(run.split(',').map((one) => Number(one) & 0xff))));
  for (const { 0: run, index } of text.matchAll(percentRun))
    add('percent-encoding', index, printable(Buffer.from(run.replaceAll('%', ''), 'hex')));
  return found;
}

function isTelling(text: string): boolean {
  return (
    /^[\x20-\x7e]/.test(text) &&
    telling.test(text) &&
    /[a-z]/i.test(text) &&
    (text.includes('.') || /^[A-Za-z0-9]{25,64}$/.test(text))
  );
}

/** The bytes as text, where all of them are printable UTF-8. */
function printable(bytes: Buffer): string | undefined {
  if (bytes.length < 8) return undefined;
  const text = bytes.toString('utf8');
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd || code < 9 || (code > 13 && code < 32) || code === 127) return undefined;
  }
  return text;
}
