import { type DerElement, readDer, readDerChildren } from '../der.ts';
import type { PlistDict, PlistValue } from '../plist/plist-value.ts';

/** Application tag 16: a version and a dictionary under the context tag 16 (libCoreEntitlements). */
const ENTITLEMENTS = 0x70;
const DICTIONARY = 0xb0;
const MAX_DEPTH = 8;
const MAX_KEYS = 2000;

/** Reads entitlements in their newer form, DER instead of XML. Undefined: the bytes are not that. */
export function readDerEntitlements(bytes: Buffer): PlistDict | undefined {
  const outer = readDer(bytes);
  if (!outer) return undefined;
  const dictionary =
    outer.tag === ENTITLEMENTS
      ? readDerChildren(outer, 3).find((part) => part.tag === DICTIONARY || part.tag === 0x31)
      : outer.tag === 0x31
        ? outer
        : undefined;
  return dictionary && readDictionary(dictionary, 0);
}

function readDictionary(element: DerElement, depth: number): PlistDict {
  const dict = new Map<string, PlistValue>();
  for (const pair of readDerChildren(element, MAX_KEYS)) {
    const [key, value] = readDerChildren(pair, 2);
    const read = value && depth < MAX_DEPTH ? readValue(value, depth + 1) : undefined;
    if (key && read !== undefined) dict.set(key.content.toString('utf8'), read);
  }
  return dict;
}

function readValue(element: DerElement, depth: number): PlistValue | undefined {
  const { tag, content } = element;
  if (tag === 0x01) return content[0] !== 0;
  if (tag === 0x02)
    return content.length <= 6 ? content.readIntBE(0, Math.max(1, content.length)) : undefined;
  if (tag === 0x0c || tag === 0x16 || tag === 0x13) return content.toString('utf8');
  if (tag === 0x04) return content;
  if (tag === DICTIONARY || tag === 0x31) return readDictionary(element, depth);
  if (tag !== 0x30 || depth >= MAX_DEPTH) return undefined;
  return readDerChildren(element, MAX_KEYS)
    .map((part) => readValue(part, depth + 1))
    .filter((value) => value !== undefined);
}
