import type { ByteSource } from '../source.ts';

/** Who wrote a Matroska or WebM file, as its Info element says (RFC 9559 section 5.1.2). */
export interface WebmInfo {
  readonly docType: string | undefined;
  readonly muxingApp: string | undefined;
  readonly writingApp: string | undefined;
  readonly title: string | undefined;
  /** RFC 3339. */
  readonly created: string | undefined;
  /** Name → text of tags such as ENCODER, from the first bytes of the file only. */
  readonly tags: readonly { readonly name: string; readonly text: string }[];
}

const HEAD_BYTES = 2 * 1024 * 1024;
const MAX_ELEMENTS = 10_000;
const MAX_DEPTH = 8;
const EBML = 0x1a45dfa3;

/** Elements that hold others and lead to what is read. */
const masters = new Set([EBML, 0x18538067, 0x1549a966, 0x1254c367, 0x7373, 0x67c8]);
const DOC_TYPE = 0x4282;
const MUXING_APP = 0x4d80;
const WRITING_APP = 0x5741;
const TITLE = 0x7ba9;
const DATE = 0x4461;
const TAG_NAME = 0x45a3;
const TAG_STRING = 0x4487;

interface Walk {
  readonly bytes: Buffer;
  readonly texts: Map<number, string>;
  readonly tags: { name: string; text: string }[];
  date: bigint | undefined;
  count: number;
}

/** Looks at the first two mebibytes. Undefined: no EBML file. */
export async function readWebmInfo(source: ByteSource): Promise<WebmInfo | undefined> {
  const bytes = await source.read(0, HEAD_BYTES);
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== EBML) return undefined;
  const walk: Walk = { bytes, texts: new Map(), tags: [], date: undefined, count: 0 };
  readElements(walk, 0, bytes.length, 0);
  return {
    docType: walk.texts.get(DOC_TYPE),
    muxingApp: walk.texts.get(MUXING_APP),
    writingApp: walk.texts.get(WRITING_APP),
    title: walk.texts.get(TITLE),
    created: dateOf(walk.date),
    tags: walk.tags.slice(0, 100),
  };
}

function readElements(walk: Walk, from: number, to: number, depth: number): void {
  for (let at = from; at < to && walk.count < MAX_ELEMENTS; ) {
    walk.count += 1;
    const id = readVint(walk.bytes, at, true);
    const size = id && readVint(walk.bytes, at + id.length, false);
    if (!id || !size) return;
    const start = at + id.length + size.length;
    // A size of all ones is unknown: the element goes to the end of its parent.
    const end = size.unknown ? to : Math.min(to, start + size.value);
    if (masters.has(id.value) && depth < MAX_DEPTH) readElements(walk, start, end, depth + 1);
    else takeElement(walk, id.value, walk.bytes.subarray(start, end));
    at = end;
  }
}

function takeElement(walk: Walk, id: number, data: Buffer): void {
  if (id === DATE && data.length === 8) walk.date ??= data.readBigInt64BE();
  if (id === TAG_NAME && walk.tags.length < 100) walk.tags.push({ name: textOf(data), text: '' });
  const tag = walk.tags.at(-1);
  if (id === TAG_STRING && tag) tag.text ||= textOf(data);
  if ([DOC_TYPE, MUXING_APP, WRITING_APP, TITLE].includes(id) && !walk.texts.has(id))
    walk.texts.set(id, textOf(data));
}

interface Vint {
  readonly value: number;
  readonly length: number;
  readonly unknown: boolean;
}

/** A number whose first byte says its length by its leading zeros; identifiers keep the marker bit (RFC 8794 section 4). */
function readVint(bytes: Buffer, at: number, keepMarker: boolean): Vint | undefined {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (first === 0 || length > 8 || at + length > bytes.length) return undefined;
  const marker = 1 << (8 - length);
  let value = keepMarker ? first : first & (marker - 1);
  let ones = (first & (marker - 1)) === marker - 1;
  for (let i = 1; i < length; i++) {
    value = value * 256 + bytes[at + i]!;
    ones &&= bytes[at + i] === 0xff;
  }
  return { value, length, unknown: ones };
}

function textOf(data: Buffer): string {
  return data
    .toString('utf8', 0, 500)
    .replace(/[\x00-\x1f\x7f\ufffd]+/g, ' ')
    .trim();
}

const MATROSKA_EPOCH_MS = Date.UTC(2001, 0, 1);

function dateOf(nanoseconds: bigint | undefined): string | undefined {
  if (nanoseconds === undefined) return undefined;
  const date = new Date(MATROSKA_EPOCH_MS + Number(nanoseconds / 1_000_000n));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}
