import { Parser } from 'htmlparser2';

/** What is told of a page, in order. */
export interface HtmlEvents {
  readonly start: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text: (text: string) => void;
  readonly end: (name: string) => void;
  /** Nesting was given up: no tag is open any more. */
  readonly forget: () => void;
}

/** Deeper nesting is no page's: from here reading starts anew, since the parser's cost grows with the depth. */
const DEEPEST = 400;
const CHUNK = 4096;

/** Where the next piece ends: before a tag, where there is one, so that no tag is cut. */
function pieceEnd(html: string, from: number): number {
  // Only this stretch is searched: a search back to an earlier tag would cost more with every piece.
  const end = html.slice(from, from + CHUNK).lastIndexOf('<');
  return end > 0 ? from + end : from + CHUNK;
}

/** Tells the tags and texts of a page. Linear in its length, however deep it nests. */
export function parseHtml(html: string, events: HtmlEvents): void {
  let depth = 0;
  const open = (): Parser =>
    new Parser({
      onopentag: (name, attributes) => {
        depth++;
        events.start(name, attributes);
      },
      ontext: events.text,
      onclosetag: (name) => {
        depth--;
        events.end(name);
      },
    });
  let parser = open();
  for (let at = 0; at < html.length; ) {
    const end = pieceEnd(html, at);
    parser.write(html.slice(at, end));
    at = end;
    if (depth <= DEEPEST) continue;
    depth = 0;
    events.forget();
    parser = open();
  }
  parser.end();
}
