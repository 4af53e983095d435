import { defangText } from './defang.ts';
import { showHostile } from './show-hostile.ts';

/**
 * Hostile text for prose that other people's programs will render (STIX notes, MISP comments): hidden characters shown,
 * addresses defanged, angle brackets turned into `‹ ›` and back-quotes, square and curly brackets kept from becoming
 * HTML, Markdown links, pictures or templates.
 */
export function inertText(text: string, max = 2000, lines = false): string {
  return defangText(showHostile(text, { max, lines }))
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('`', "'")
    .replaceAll('](', '] (')
    .replaceAll('{{', '{ {')
    .replaceAll('${', '$ {');
}
