import { DHT, DQT } from './markers.ts';
import type { JpegSegment } from './read-jpeg.ts';

export interface JpegFrame {
  /** 0 baseline, 1 extended, 2 progressive, 3 lossless… (T.81 table B.1). */
  readonly process: number;
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
}

export interface JpegComponent {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  /** Slot of its quantisation table. */
  readonly table: number;
}

/** Divisors of the 64 frequencies, row by row (not in zigzag order). */
export interface QuantTable {
  readonly slot: number;
  readonly bits: 8 | 16;
  readonly values: readonly number[];
}

export interface HuffmanTable {
  readonly kind: 'dc' | 'ac';
  readonly slot: number;
  /** Codes of each length, then the symbols: hex of the segment’s bytes. */
  readonly code: string;
}

const MAX_TABLES = 64;

export function readFrame({ marker, data }: Pick<JpegSegment, 'marker' | 'data'>): JpegFrame | undefined {
  if (data.length < 6) return undefined;
  const components = Array.from({ length: Math.min(data[5]!, 4) }, (_, i) => 6 + i * 3)
    .filter((at) => at + 3 <= data.length)
    .map((at) => ({
      id: data[at]!,
      horizontal: data[at + 1]! >> 4,
      vertical: data[at + 1]! & 15,
      table: data[at + 2]!,
    }));
  return {
    process: marker & 0x0f,
    precision: data[0]!,
    height: data.readUInt16BE(1),
    width: data.readUInt16BE(3),
    components,
  };
}

/** T.81 figure A.6: place in the row-by-row block of the n-th coefficient. */
export const zigzag: readonly number[] = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];

export function readQuantTables(segments: readonly JpegSegment[]): QuantTable[] {
  const tables = new Map<number, QuantTable>();
  for (const { marker, data } of segments) {
    if (marker !== DQT) continue;
    for (let at = 0; at < data.length && tables.size < MAX_TABLES; ) {
      const [wide, slot] = [data[at]! >> 4 !== 0, data[at]! & 15];
      const bytes = wide ? 128 : 64;
      if (at + 1 + bytes > data.length) break;
      const values = new Array<number>(64).fill(0);
      zigzag.forEach((place, i) => {
        values[place] = wide ? data.readUInt16BE(at + 1 + i * 2) : data[at + 1 + i]!;
      });
      if (!tables.has(slot)) tables.set(slot, { slot, bits: wide ? 16 : 8, values });
      at += 1 + bytes;
    }
  }
  return [...tables.values()].sort((a, b) => a.slot - b.slot);
}

export function readHuffmanTables(segments: readonly JpegSegment[]): HuffmanTable[] {
  const tables: HuffmanTable[] = [];
  for (const { marker, data } of segments) {
    if (marker !== DHT) continue;
    for (let at = 0; at + 17 <= data.length && tables.length < MAX_TABLES; ) {
      const symbols = data.subarray(at + 1, at + 17).reduce((sum, n) => sum + n, 0);
      if (symbols > 256 || at + 17 + symbols > data.length) break;
      const code = data.toString('hex', at + 1, at + 17 + symbols);
      tables.push({ kind: data[at]! >> 4 === 0 ? 'dc' : 'ac', slot: data[at]! & 15, code });
      at += 17 + symbols;
    }
  }
  return tables;
}
