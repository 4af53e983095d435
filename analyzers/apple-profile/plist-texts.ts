import type { AppText } from '../../src/apps/index.ts';
import { isDict, isList, type PlistDict, type PlistValue } from '../../src/formats/index.ts';

const MAX_TEXTS = 20_000;
/** Names that look like addresses and are none. */
const identifiers: ReadonlySet<string> = new Set([
  'PayloadType',
  'PayloadIdentifier',
  'PayloadUUID',
  'bundle-identifier',
  'Topic',
]);

/**
 * Every text of a property list with the key that carries it. `how`: what kind of file it stands in. `leaveOut`: keys whose
 * values are not gone through.
 */
export function plistTexts(dict: PlistDict, how: string, leaveOut: readonly string[] = []): AppText[] {
  const texts: AppText[] = [];
  walk(dict, '', 0);
  return texts;

  function walk(value: PlistValue, name: string, depth: number): void {
    if (texts.length >= MAX_TEXTS || depth > 12) return;
    if (typeof value === 'string')
      texts.push({
        text: value,
        name,
        location: { kind: 'bytes', offset: 0 },
        how: `${how}, ${name}`.slice(0, 200),
        origin: 'manifest',
      });
    else if (isList(value)) for (const item of value) walk(item, name, depth + 1);
    else if (isDict(value))
      for (const [key, item] of value) {
        if (!identifiers.has(key) && !leaveOut.includes(key)) walk(item, key.slice(0, 150), depth + 1);
      }
  }
}
