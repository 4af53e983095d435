import { messageOf, messagesOf, numberOf, textOf } from '../protobuf/wire.ts';

const MAX_VARIANTS = 1000;
const MAX_REFERENCES = 8;

/**
 * Texts of a resource in every language (BCP 47; the default under the empty key), from a `resources.pb` (message
 * `ResourceTable` of AOSP's aapt2 Resources.proto). References are followed, up to eight.
 */
export function protoTexts(table: Buffer, id: number): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let current = id;
  for (let i = 0; i < MAX_REFERENCES && texts.size === 0; i++) {
    const entry = findEntry(table, current);
    if (!entry) break;
    let next: number | undefined;
    for (const variant of messagesOf(entry, 6).slice(0, MAX_VARIANTS)) {
      const item = messageOf(messageOf(variant, 2), 4);
      const text = messageOf(item, 2) ?? messageOf(item, 3);
      const locale = textOf(messageOf(variant, 1), 3) ?? '';
      if (text && !texts.has(locale)) texts.set(locale, textOf(text, 1) ?? '');
      next ??= numberOf(messageOf(item, 1), 2);
    }
    if (next === undefined) break;
    current = next >>> 0;
  }
  return texts;
}

/** `ResourceTable` → package 2 → type 3 → entry 3, each with its number in a message of its own. */
function findEntry(table: Buffer, id: number): Buffer | undefined {
  const [packageId, typeId, entryId] = [id >>> 24, (id >>> 16) & 0xff, id & 0xffff];
  const numbered = (message: Buffer, wanted: number): boolean =>
    (numberOf(messageOf(message, 1), 1) ?? 0) === wanted;
  return messagesOf(table, 2)
    .filter((one) => numbered(one, packageId))
    .flatMap((one) => messagesOf(one, 3))
    .filter((one) => numbered(one, typeId))
    .flatMap((one) => messagesOf(one, 3))
    .find((one) => numbered(one, entryId));
}
