import type { IndicatorKind } from '../contract/index.ts';

const DOTTED: ReadonlySet<IndicatorKind> = new Set([
  'url',
  'domain',
  'ip',
  'email',
  'store-link',
  'group-link',
]);

/**
 * Writes an indicator so that no program makes a link of it and no hand opens it by a slip:
 * `hxxps://bad[.]example/x`, `agent[@]bad[.]example`, `203[.]0[.]113[.]5`. Values that cannot be followed stay.
 */
export function defang(kind: IndicatorKind, value: string): string {
  if (!DOTTED.has(kind)) return defangText(value);
  if (kind === 'email') return dots(value).replaceAll('@', '[@]');
  if (kind === 'ip') return dots(value).replaceAll(':', '[:]');
  const scheme = /^([a-z][a-z0-9+.-]{0,31}):(\/\/)?/i.exec(value);
  if (kind === 'domain' || scheme === null) return defangText(dots(value));
  const rest = value.slice(scheme[0].length);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const path = end < 0 ? '' : rest.slice(end);
  return `${defangScheme(scheme[1]!)}${scheme[2] === undefined ? '[:]' : '://'}${dots(authority)}${defangText(path)}`;
}

/** Defangs every address with a scheme inside running text. */
export function defangText(text: string): string {
  return text
    .replace(/\bhttp(s?):\/\//gi, (_, s: string) => `hxxp${s}[:]//`)
    .replace(/\b(javascript|intent|data|vbscript|file|ftp|tg|market|itms-services|itms-apps):/gi, '$1[:]')
    .replace(/\bwww\./gi, 'www[.]');
}

/** The reverse, for people who paste a defanged value into a search. */
export function refang(text: string): string {
  return text
    .replace(/^hxxp/i, 'http')
    .replace(/\[\.\]|\(\.\)|\[dot\]/gi, '.')
    .replaceAll('[:]', ':')
    .replaceAll('[@]', '@');
}

function defangScheme(scheme: string): string {
  return /^https?$/i.test(scheme) ? scheme.toLowerCase().replace('http', 'hxxp') : scheme;
}

function dots(text: string): string {
  return text.replaceAll('.', '[.]');
}
