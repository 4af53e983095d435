/** A superbox of JUMBF (ISO/IEC 19566-5). Buffers are views. */
export interface JumbfBox {
  /** Of the description box, hex. */
  readonly uuid: string;
  readonly label: string | undefined;
  /** All inside the superbox without its own header: what C2PA hashes. */
  readonly body: Buffer;
  /** Superboxes inside, in order. */
  readonly boxes: readonly JumbfBox[];
  /** Other boxes inside, the description box left out. */
  readonly contents: readonly JumbfContent[];
}

export interface JumbfContent {
  readonly type: string;
  readonly data: Buffer;
}

const MAX_DEPTH = 12;
const MAX_BOXES = 20_000;

interface Walk {
  boxes: number;
}

interface Head {
  readonly type: string;
  readonly data: Buffer;
  readonly end: number;
}

/** Reads the first superbox. Undefined: there is none. Boxes that claim more than there is end the reading of their level. */
export function readJumbf(bytes: Buffer): JumbfBox | undefined {
  const head = readHead(bytes, 0);
  return head?.type === 'jumb' ? readSuperbox(head.data, 0, { boxes: 0 }) : undefined;
}

/** Length 1: eight more bytes hold it. Length 0: to the end. */
function readHead(bytes: Buffer, at: number): Head | undefined {
  if (at + 8 > bytes.length) return undefined;
  const short = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  const long = short === 1;
  if (long && at + 16 > bytes.length) return undefined;
  const start = at + (long ? 16 : 8);
  const end = short === 0 ? bytes.length : at + (long ? Number(bytes.readBigUInt64BE(at + 8)) : short);
  if (end < start || end > bytes.length) return undefined;
  return { type, data: bytes.subarray(start, end), end };
}

function readSuperbox(body: Buffer, depth: number, walk: Walk): JumbfBox | undefined {
  const description = readHead(body, 0);
  if (description?.type !== 'jumd' || description.data.length < 17) return undefined;
  const boxes: JumbfBox[] = [];
  const contents: JumbfContent[] = [];
  for (let at = description.end; at < body.length && walk.boxes < MAX_BOXES; walk.boxes++) {
    const head = readHead(body, at);
    if (!head) break;
    at = head.end;
    const inner =
      head.type === 'jumb' && depth < MAX_DEPTH ? readSuperbox(head.data, depth + 1, walk) : undefined;
    if (inner) boxes.push(inner);
    else contents.push({ type: head.type, data: head.data });
  }
  return { ...readDescription(description.data), body, boxes, contents };
}

const HAS_LABEL = 2;

function readDescription(data: Buffer): { uuid: string; label: string | undefined } {
  const end = data.indexOf(0, 17);
  const hasLabel = ((data[16] ?? 0) & HAS_LABEL) !== 0 && end > 17;
  return {
    uuid: data.toString('hex', 0, 16),
    label: hasLabel ? data.toString('utf8', 17, Math.min(end, 17 + 1000)) : undefined,
  };
}
