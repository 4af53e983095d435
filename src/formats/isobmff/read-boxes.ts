import { type Anomaly, anomalyLog } from '../anomaly.ts';
import type { ByteSource } from '../source.ts';

export type IsoAnomalyCode = 'box-outside' | 'too-deep' | 'too-many-boxes' | 'trailing-bytes';

/** A box of the ISO base media file format (ISO/IEC 14496-12 section 4.2) or an atom of QuickTime. */
export interface IsoBox {
  readonly type: string;
  /** Of a `uuid` box, hex. */
  readonly uuid: string | undefined;
  readonly offset: number;
  /** Header included; as far as the parent goes. */
  readonly bytes: number;
  /** Length of the header; of `uuid` boxes with the identifier. */
  readonly head: number;
  readonly children: readonly IsoBox[];
}

export interface IsoBoxes {
  readonly boxes: readonly IsoBox[];
  readonly anomalies: readonly Anomaly<IsoAnomalyCode>[];
  /** False: boxes were left out because of a bound or because they lie outside. */
  readonly complete: boolean;
}

const containers = new Set(
  'moov trak mdia minf stbl dinf edts udta mvex moof traf mfra meta ilst iprp ipco gmhd tapt'.split(' '),
);
const MAX_BOXES = 20_000;
const MAX_DEPTH = 12;

interface Walk {
  readonly source: ByteSource;
  readonly log: ReturnType<typeof anomalyLog<IsoAnomalyCode>>;
  count: number;
  complete: boolean;
}

/** Reads the boxes of a file as a tree, a few bytes of each. Undefined: it does not begin with a box. */
export async function readIsoBoxes(source: ByteSource): Promise<IsoBoxes | undefined> {
  const start = await source.read(0, 8);
  if (start.length < 8 || !/^[\x20-\x7e\xa9]{4}$/.test(start.toString('latin1', 4, 8))) return undefined;
  const walk: Walk = { source, log: anomalyLog(), count: 0, complete: true };
  const boxes = await readLevel(walk, 0, source.size, 0);
  return boxes.length === 0 ? undefined : { boxes, anomalies: walk.log.all, complete: walk.complete };
}

async function readLevel(walk: Walk, from: number, to: number, depth: number): Promise<IsoBox[]> {
  const boxes: IsoBox[] = [];
  for (let at = from; at + 8 <= to; ) {
    if (walk.count >= MAX_BOXES) {
      if (walk.complete)
        walk.log.add('too-many-boxes', `more than ${MAX_BOXES} boxes: the rest was not read`);
      walk.complete = false;
      break;
    }
    const box = await readBox(walk, at, to, depth);
    if (!box) break;
    boxes.push(box);
    at += box.bytes;
  }
  return boxes;
}

async function readBox(walk: Walk, at: number, to: number, depth: number): Promise<IsoBox | undefined> {
  walk.count += 1;
  const header = await walk.source.read(at, 32);
  const type = header.toString('latin1', 4, 8);
  const short = header.readUInt32BE(0);
  if (short === 1 && header.length < 16) return undefined;
  const head = (short === 1 ? 16 : 8) + (type === 'uuid' ? 16 : 0);
  const claimed = short === 0 ? to - at : short === 1 ? Number(header.readBigUInt64BE(8)) : short;
  // A `udta` of QuickTime may end with four zero bytes: a length of zero inside a box is no box.
  if (claimed < head || (short === 0 && depth > 0)) {
    if (short !== 0) outside(walk, at, type, claimed);
    return undefined;
  }
  if (claimed > to - at) outside(walk, at, type, claimed);
  const bytes = Math.min(claimed, to - at);
  const uuid = type === 'uuid' ? header.toString('hex', head - 16, head) : undefined;
  return {
    type,
    uuid,
    offset: at,
    bytes,
    head,
    children: await readInside(walk, { type, at, bytes, head }, depth),
  };
}

function outside(walk: Walk, offset: number, type: string, claimed: number): void {
  const name = type.replace(/[^\x20-\x7e]/g, '?');
  walk.log.add('box-outside', `box ${name} claims ${claimed} bytes`, { offset });
  walk.complete = false;
}

interface Outline {
  readonly type: string;
  readonly at: number;
  readonly bytes: number;
  readonly head: number;
}

async function readInside(walk: Walk, { type, at, bytes, head }: Outline, depth: number): Promise<IsoBox[]> {
  if (!containers.has(type)) return [];
  if (depth + 1 >= MAX_DEPTH) {
    walk.log.add('too-deep', `boxes are nested more than ${MAX_DEPTH} deep`, { offset: at });
    walk.complete = false;
    return [];
  }
  const skip = type === 'meta' ? await metaPrefix(walk.source, at + head) : 0;
  return readLevel(walk, at + head + skip, at + bytes, depth + 1);
}

/** `meta` is a full box in ISO files (four bytes of version and flags) and a plain atom in QuickTime. */
async function metaPrefix(source: ByteSource, at: number): Promise<number> {
  const start = await source.read(at, 8);
  return start.toString('latin1', 4, 8) === 'hdlr' ? 0 : 4;
}

/** All boxes at a path such as `moov/trak/mdia`. */
export function boxesAt(boxes: readonly IsoBox[], path: string): IsoBox[] {
  let level: IsoBox[] = [...boxes];
  const names = path.split('/');
  names.forEach((name, i) => {
    level = level.filter(({ type }) => type === name);
    if (i < names.length - 1) level = level.flatMap(({ children }) => children);
  });
  return level;
}

/** What follows a box’s header, at most `max` bytes. */
export function readBoxBody(source: ByteSource, box: IsoBox, max: number): Promise<Buffer> {
  return source.read(box.offset + box.head, Math.min(max, box.bytes - box.head));
}
