import type { ByteSource } from '../source.ts';
import { boxesAt, type IsoBox, readBoxBody } from './read-boxes.ts';

/** A text that a writer left beside the film: an iTunes tag, a QuickTime key, a user data atom. */
export interface UserDatum {
  /** `©too`, `com.apple.quicktime.make`, `----:iTunSMPB`… */
  readonly key: string;
  readonly text: string;
}

const MAX_DATA = 200;
const MAX_BYTES = 64 * 1024;
const MAX_TEXT = 8000;

/** Texts in `udta` and `meta` boxes of the film and its tracks. */
export async function readUserData(source: ByteSource, boxes: readonly IsoBox[]): Promise<UserDatum[]> {
  const found: UserDatum[] = [];
  for (const path of ['moov/udta', 'moov/trak/udta'])
    for (const box of boxesAt(boxes, path).slice(0, 16))
      for (const child of box.children.slice(0, MAX_DATA)) await readAtom(source, child, found);
  for (const path of ['moov/meta', 'moov/udta/meta', 'moov/trak/meta', 'meta'])
    for (const meta of boxesAt(boxes, path).slice(0, 16)) await readMeta(source, meta, found);
  return found.slice(0, MAX_DATA);
}

/** QuickTime: length, language, text; 3GPP: version, flags, language, text. Others are kept as their printable text. */
async function readAtom(source: ByteSource, box: IsoBox, found: UserDatum[]): Promise<void> {
  if (box.type === 'meta') return;
  const body = await readBoxBody(source, box, MAX_BYTES);
  const counted = body.length >= 4 && body.readUInt16BE(0) === body.length - 4;
  const text = clean(body.subarray(counted ? 4 : 0));
  if (text.length >= 2) found.push({ key: nameOf(box.type), text });
}

async function readMeta(source: ByteSource, meta: IsoBox, found: UserDatum[]): Promise<void> {
  const keys = await readKeys(source, meta);
  for (const entry of boxesAt(meta.children, 'ilst')
    .flatMap(({ children }) => children)
    .slice(0, MAX_DATA)) {
    const body = await readBoxBody(source, entry, MAX_BYTES);
    const number = Buffer.from(entry.type, 'latin1').readUInt32BE(0);
    const item = readItem(body);
    if (item) found.push({ key: item.name ?? keys[number - 1] ?? nameOf(entry.type), text: item.text });
  }
}

/** Boxes `mean`, `name` and `data` inside an entry of `ilst`; the text is what `data` holds after eight bytes. */
function readItem(body: Buffer): { name: string | undefined; text: string } | undefined {
  let name: string | undefined;
  let text: string | undefined;
  for (let at = 0; at + 8 <= body.length; ) {
    const length = body.readUInt32BE(at);
    if (length < 8 || at + length > body.length) break;
    const type = body.toString('latin1', at + 4, at + 8);
    const content = body.subarray(at + 8, at + length);
    if (type === 'name') name = `----:${clean(content.subarray(4))}`;
    if (type === 'data' && text === undefined) text = clean(content.subarray(8));
    at += length;
  }
  return text === undefined || text === '' ? undefined : { name, text };
}

/** QuickTime’s `keys`: names that entries of `ilst` refer to by number, from 1. */
async function readKeys(source: ByteSource, meta: IsoBox): Promise<string[]> {
  const box = boxesAt(meta.children, 'keys')[0];
  if (!box) return [];
  const body = await readBoxBody(source, box, MAX_BYTES);
  const keys: string[] = [];
  for (let at = 8; at + 8 <= body.length && keys.length < MAX_DATA; ) {
    const length = body.readUInt32BE(at);
    if (length < 8 || at + length > body.length) break;
    keys.push(clean(body.subarray(at + 8, at + length)).slice(0, 120));
    at += length;
  }
  return keys;
}

function nameOf(type: string): string {
  return type.replace(/[^\x20-\x7e\xa9]/g, '?');
}

function clean(bytes: Buffer): string {
  return bytes
    .toString('utf8')
    .replace(/[\x00-\x1f\x7f\ufffd]+/g, ' ')
    .trim()
    .slice(0, MAX_TEXT);
}
