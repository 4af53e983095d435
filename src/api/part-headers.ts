import { AssayError } from '../contract/index.ts';

export interface PartHeaders {
  readonly name: string;
  readonly fileName: string | undefined;
}

const bad = (what: string) =>
  new AssayError('bad-request', `A part of the multipart body is malformed: ${what}.`);

/** Reads the headers of one part (RFC 7578 section 4). Anything that is not understood is refused. Errors: `bad-request`. */
export function readPartHeaders(bytes: Buffer): PartHeaders {
  const text = decodeText(bytes);
  if (/[\u0000\u000b\u000c]|\r(?!\n)|(?<!\r)\n/.test(text)) throw bad('its headers hold control characters');
  let disposition: string | undefined;
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1 || /[^!#$%&'*+.^_`|~0-9A-Za-z-]/.test(line.slice(0, colon)))
      throw bad('a header has no name');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'content-transfer-encoding' && !/^(binary|8bit|7bit)$/i.test(value)) {
      throw bad('it is encoded; send the bytes as they are');
    }
    if (name !== 'content-disposition') continue;
    if (disposition !== undefined) throw bad('it has two Content-Disposition headers');
    disposition = value;
  }
  if (disposition === undefined) throw bad('it has no Content-Disposition header');
  return readDisposition(disposition);
}

/** Names are UTF-8 in practice; a sender with another code page gets its bytes shown as Latin-1 rather than lost. */
function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function readDisposition(value: string): PartHeaders {
  const kind = /^form-data[ \t]*(?=;|$)/i.exec(value);
  if (kind === null) throw bad('its Content-Disposition is not form-data');
  const found = new Map<string, string>();
  const parameter = /[ \t]*;[ \t]*([!#$&+.^_`|~0-9A-Za-z*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^";\s]*))/y;
  parameter.lastIndex = kind[0].length;
  while (parameter.lastIndex < value.length) {
    const match = parameter.exec(value);
    if (match === null) throw bad('its Content-Disposition cannot be read');
    const [, name = '', quoted, token] = match;
    if (found.has(name.toLowerCase())) throw bad('its Content-Disposition says the same thing twice');
    found.set(name.toLowerCase(), quoted === undefined ? (token ?? '') : unquote(quoted));
  }
  const name = found.get('name');
  if (name === undefined || name === '') throw bad('it has no name');
  if (found.has('filename*')) throw bad('`filename*` is not used in form data (RFC 7578 section 4.2)');
  return { name, fileName: found.get('filename') };
}

/** Browsers write `"`, CR and LF as %22, %0D, %0A (WHATWG); others write `\"`. A backslash before anything else is meant. */
function unquote(quoted: string): string {
  return quoted.replace(/\\"/g, '"').replace(/%22/g, '"').replace(/%0D/g, '\r').replace(/%0A/g, '\n');
}
