import type { AnomalyLog } from '../anomaly.ts';
import type { PlistAnomalyCode } from './plist-anomaly.ts';

export type MarkupToken =
  | { readonly kind: 'open' | 'close' | 'empty'; readonly name: string; readonly offset: number }
  | { readonly kind: 'text'; readonly text: string; readonly offset: number };

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Tags and texts of a document, in order. No entity but the five of XML and numbered characters is ever replaced, so none
 * that the document declares can grow. Linear in the length of the text.
 */
export function* markupTokens(text: string, log: AnomalyLog<PlistAnomalyCode>): Generator<MarkupToken> {
  let at = 0;
  while (at < text.length) {
    const opens = text.indexOf('<', at);
    const end = opens < 0 ? text.length : opens;
    if (end > at) yield { kind: 'text', text: replaceEntities(text.slice(at, end)), offset: at };
    if (opens < 0) return;
    const closed = passSpecial(text, opens, log);
    if (closed) {
      if (closed.text !== undefined) yield { kind: 'text', text: closed.text, offset: opens };
      at = closed.end;
      continue;
    }
    const close = text.indexOf('>', opens);
    if (close < 0) {
      log.add('cut', 'the document ends inside a tag', { offset: opens });
      return;
    }
    yield readTag(text.slice(opens + 1, close), opens);
    at = close + 1;
  }
}

function readTag(inside: string, offset: number): MarkupToken {
  const name = /^\/?\s*([A-Za-z_][\w:.-]{0,60})/.exec(inside.slice(0, 80))?.[1] ?? '';
  const kind = inside.startsWith('/') ? 'close' : inside.endsWith('/') ? 'empty' : 'open';
  return { kind, name, offset };
}

/** Comments, declarations, instructions and CDATA. Undefined: an ordinary tag stands here. */
function passSpecial(
  text: string,
  at: number,
  log: AnomalyLog<PlistAnomalyCode>,
): { end: number; text?: string } | undefined {
  const until = (mark: string, from: number): number => {
    const found = text.indexOf(mark, from);
    if (found < 0) log.add('cut', 'the document ends inside a comment or declaration', { offset: at });
    return found < 0 ? text.length : found;
  };
  if (text.startsWith('<!--', at)) return { end: until('-->', at + 4) + 3 };
  if (text.startsWith('<![CDATA[', at)) {
    const end = until(']]>', at + 9);
    return { end: end + 3, text: text.slice(at + 9, end) };
  }
  if (text.startsWith('<?', at)) return { end: until('?>', at + 2) + 2 };
  if (text.startsWith('<!', at)) return { end: passDeclaration(text, at, log) };
  return undefined;
}

/** A document type may hold declarations in brackets, where entities that grow are declared. */
function passDeclaration(text: string, at: number, log: AnomalyLog<PlistAnomalyCode>): number {
  const close = text.indexOf('>', at);
  if (close < 0) return text.length;
  const inner = text.slice(at, close).indexOf('[');
  if (inner < 0) return close + 1;
  const bracket = at + inner;
  const end = text.indexOf(']', bracket);
  const inside = text.slice(bracket, end < 0 ? undefined : end);
  if (inside.includes('<!ENTITY'))
    log.add('entity-declared', 'the document declares entities of its own; none is replaced', { offset: at });
  const after = end < 0 ? -1 : text.indexOf('>', end);
  return after < 0 ? text.length : after + 1;
}

function replaceEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
