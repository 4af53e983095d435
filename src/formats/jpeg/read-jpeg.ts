import { type Anomaly, anomalyLog } from '../anomaly.ts';
import { EOI, isFrameMarker, nameOfMarker, SOI, SOS, standsAlone } from './markers.ts';
import {
  type HuffmanTable,
  type JpegFrame,
  type QuantTable,
  readFrame,
  readHuffmanTables,
  readQuantTables,
} from './tables.ts';

export type JpegAnomalyCode = 'no-end' | 'cut-segment' | 'bytes-between' | 'too-many-segments' | 'two-frames';

/** One marker segment. Offsets count from the beginning of the file. */
export interface JpegSegment {
  readonly marker: number;
  readonly name: string;
  /** Of the marker. */
  readonly offset: number;
  /** What follows the length; a view. Of a scan: its header. */
  readonly data: Buffer;
}

/** A JPEG file by its markers (ITU-T T.81 annex B). Nothing is decoded. */
export interface Jpeg {
  readonly segments: readonly JpegSegment[];
  readonly frame: JpegFrame | undefined;
  /** By slot; where a slot is written twice the first is kept, as the first scan uses it. */
  readonly quantTables: readonly QuantTable[];
  readonly huffmanTables: readonly HuffmanTable[];
  readonly scans: number;
  /** Offset after the end marker; the size of the file where there is none. */
  readonly end: number;
  readonly anomalies: readonly Anomaly<JpegAnomalyCode>[];
}

const MAX_SEGMENTS = 20_000;

/** Undefined: the bytes are no JPEG file. */
export function readJpeg(bytes: Buffer): Jpeg | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return undefined;
  const log = anomalyLog<JpegAnomalyCode>();
  const segments: JpegSegment[] = [];
  let end: number | undefined;
  for (let at = 2; at < bytes.length; ) {
    const found = nextMarker(bytes, at);
    if (found === undefined) break;
    const { marker, offset } = found;
    if (offset > at && segments.at(-1)?.marker !== SOS)
      log.add('bytes-between', `${offset - at} bytes stand between two segments`, { offset: at });
    at = offset + 2;
    if (marker === EOI) {
      end = at;
      break;
    }
    if (standsAlone(marker)) continue;
    const length = at + 2 <= bytes.length ? bytes.readUInt16BE(at) : 0;
    if (length < 2 || at + length > bytes.length) {
      log.add('cut-segment', `${nameOfMarker(marker)} claims ${length} bytes`, { offset });
      if (length >= 2) break;
      continue;
    }
    if (segments.length >= MAX_SEGMENTS) {
      log.add('too-many-segments', `more than ${MAX_SEGMENTS} segments: the rest was not read`, { offset });
      break;
    }
    const data = bytes.subarray(at + 2, at + length);
    segments.push({ marker, name: nameOfMarker(marker), offset, data });
    at += length;
    if (marker === SOS) at = skipScan(bytes, at);
  }
  if (end === undefined && segments.length < MAX_SEGMENTS)
    log.add('no-end', 'the file ends without its end marker');
  return summarise(segments, end ?? bytes.length, log);
}

function summarise(
  segments: readonly JpegSegment[],
  end: number,
  log: ReturnType<typeof anomalyLog<JpegAnomalyCode>>,
): Jpeg {
  const frames = segments.filter(({ marker }) => isFrameMarker(marker));
  if (frames.length > 1) log.add('two-frames', `${frames.length} frame headers`);
  return {
    segments,
    frame: frames[0] && readFrame(frames[0]),
    quantTables: readQuantTables(segments),
    huffmanTables: readHuffmanTables(segments),
    scans: segments.filter(({ marker }) => marker === SOS).length,
    end,
    anomalies: log.all,
  };
}

/** The next marker at or after `from`; fill bytes (B.1.1.2) are passed over. */
function nextMarker(bytes: Buffer, from: number): { marker: number; offset: number } | undefined {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    if (marker === undefined) return undefined;
    if (marker !== 0 && marker !== 0xff) return { marker, offset: at };
  }
  return undefined;
}

/** Past coded data: to the next marker that is no restart. */
function skipScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
