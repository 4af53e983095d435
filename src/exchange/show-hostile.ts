/**
 * Characters that change how text around them is shown or hide themselves: controls, everything Unicode calls default
 * ignorable (zero-width and bidirectional marks, fillers, soft hyphen, tags, variation selectors…), line and paragraph
 * separators, interlinear marks and lone surrogates.
 */
const HIDDEN = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb\p{Cs}]/gu;
/** Asks for the coloured form of an emoji: harmless and common, stays. */
const EMOJI_SELECTOR = '\ufe0f';

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
    .replace(HIDDEN, (char) =>
      char === EMOJI_SELECTOR || (lines && /[\n\t]/.test(char)) ? char : markOf(char),
    )
    .replace(STACKED, (_, kept: string, rest: string) => kept + [...rest].map(markOf).join(''));
  return cut === text ? shown : `${shown}… (${text.length - max} more characters)`;
}

function markOf(char: string): string {
  return `‹U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`;
}
