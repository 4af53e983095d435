/**
 * Characters that change how text around them is shown or hide themselves: C0/C1 controls, soft hyphen, combining
 * grapheme joiner, Arabic letter mark, Hangul and other fillers, zero-width and bidirectional marks (Unicode UAX #9),
 * line and paragraph separators, variation selectors supplement, interlinear marks, tags, byte order mark, lone surrogates.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** Stacked combining marks beyond this count in a row are shown as a mark each (they climb over other lines). */
const STACKED = /(\p{M}{4})(\p{M}+)/gu;

/**
 * Makes hostile text safe to look at: each hidden character becomes `‹U+202E›`. Tab and line feed stay when
 * `lines` is true, else they are marked too. Longer than `max` characters is cut and says so.
 * Not an escape for HTML, CSV or Markdown: their writers do that as well.
 */
export function showHostile(text: string, options: { max?: number; lines?: boolean } = {}): string {
  const { max = 2000, lines = false } = options;
  const cut = text.length > max ? text.slice(0, max) : text;
  const shown = cut
    .replace(HIDDEN, (char) => (lines && (char === '\n' || char === '\t') ? char : markOf(char)))
    .replace(STACKED, (_, kept: string, rest: string) => kept + [...rest].map(markOf).join(''));
  return cut === text ? shown : `${shown}… (${text.length - max} more characters)`;
}

function markOf(char: string): string {
  return `‹U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`;
}
