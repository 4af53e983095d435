import type { AppText, TextOrigin } from './app-text.ts';

/** A file of program or markup text, cut into pieces by `splitText`. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly how: string;
  readonly origin: TextOrigin;
  readonly owner?: string;
}

/** What ends a piece: quotes, line ends, tags. Whether a quote opens or closes does not matter, so nothing can derail it. */
const pieces = /[^"'`<>\r\n\0]+/g;
const MAX_PIECE = 8192;
const keyBefore = /([\p{L}\w$.-]{1,80})\s*[:=]\s*\(?$/u;
const bareKey = /^[\p{L}\w$.\- ]{1,80}$/u;

/**
 * Cuts scripts, markup and data texts into the pieces that quotes, tags and lines make, each with the key it stands
 * under (`"url": "…"`, `url="…"`, `url:'…'`). Linear; offsets are bytes of UTF-8.
 */
export function* splitText(file: TextFile): Generator<AppText> {
  const text = joinLiterals(file.text);
  let at = 0;
  let offset = 0;
  const ascii = Buffer.byteLength(text) === text.length;
  let [before, beforeThat] = ['', ''];
  for (const match of text.matchAll(pieces)) {
    offset = ascii ? match.index : offset + Buffer.byteLength(file.text.slice(at, match.index));
    at = match.index;
    const piece = match[0];
    const name = keyOf(before, beforeThat, text[match.index - 1]);
    if (piece.trim().length > 2)
      for (let from = 0; from < piece.length; from += MAX_PIECE)
        yield {
          text: piece.slice(from, from + MAX_PIECE),
          location: { kind: 'entry', path: file.path, offset: offset + from },
          how: file.how,
          origin: file.origin,
          ...(name === undefined ? {} : { name }),
          ...(file.owner === undefined ? {} : { owner: file.owner }),
        };
    [before, beforeThat] = [piece, before];
  }
}

function keyOf(before: string, beforeThat: string, opener: string | undefined): string | undefined {
  if (opener === '>') return bareKey.test(beforeThat) ? beforeThat : nameAttribute(before);
  if (opener !== '"' && opener !== "'" && opener !== '`') return undefined;
  const tail = before.slice(-100);
  if (/^\s*[:=]\s*$/.test(tail)) return bareKey.test(beforeThat) ? beforeThat : undefined;
  return keyBefore.exec(tail)?.[1];
}

/** `<key>NAME</key><string>VALUE</string>` and `<NAME>VALUE</NAME>`: the word in the tag before. */
function nameAttribute(before: string): string | undefined {
  const name = before.trim();
  return /^[A-Za-z][\w.-]{1,60}$/.test(name) && name !== 'string' ? name : undefined;
}

/**
 * Makes `"https://" + "a.b"` one piece by turning what stands between into invisible characters, which every search
 * here overlooks: lengths stay, so offsets do.
 */
function joinLiterals(text: string): string {
  if (!/["'`]\s{0,4}\+\s{0,4}["'`]/.test(text)) return text;
  return text.replace(/(["'`])\s{0,4}\+\s{0,4}["'`]/g, (all) => '\u200b'.repeat(all.length));
}

/** Undoes escapes inside a piece the same way: `\/`, `\u002f`, `\x2f`. Lengths stay. */
export function undoEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([/:.@-]))/g, (all, u, x, plain) => {
    const character = plain ?? String.fromCharCode(Number.parseInt(u ?? x, 16));
    return '\u200b'.repeat(all.length - 1) + character;
  });
}
