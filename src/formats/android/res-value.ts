import { u8, u32 } from '../view.ts';
import type { StringPool } from './string-pool.ts';

/** A Res_value of AOSP ResourceTypes.h, decoded as far as an examiner needs it. */
export type ResValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'reference'; readonly id: number }
  | { readonly kind: 'attribute'; readonly id: number }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'float'; readonly value: number }
  /** Dimension, fraction, colour or a type unknown here. */
  | { readonly kind: 'other'; readonly type: number; readonly data: number };

/** Reads the 8 bytes at `at`: size, zero, type, data. */
export function readResValue(bytes: Buffer, at: number, strings: StringPool): ResValue {
  return decodeResValue(u8(bytes, at + 3), u32(bytes, at + 4), strings);
}

export function decodeResValue(type: number, data: number, strings: StringPool): ResValue {
  if (type === 0x00) return { kind: 'null' };
  if (type === 0x01 || type === 0x07) return { kind: 'reference', id: data };
  if (type === 0x02 || type === 0x08) return { kind: 'attribute', id: data };
  if (type === 0x03) return { kind: 'string', text: strings.get(data) ?? '' };
  if (type === 0x04) return { kind: 'float', value: asFloat(data) };
  if (type === 0x12) return { kind: 'boolean', value: data !== 0 };
  // 0x10 decimal, 0x11 hexadecimal; Android takes any integer type where a number is wanted.
  if (type === 0x10 || type === 0x11) return { kind: 'int', value: data | 0 };
  return { kind: 'other', type, data };
}

/** As text: what the person would read in the source. Undefined for what needs the resource table or is nothing. */
export function printResValue(value: ResValue): string | undefined {
  if (value.kind === 'string') return value.text;
  if (value.kind === 'int' || value.kind === 'boolean' || value.kind === 'float') return String(value.value);
  if (value.kind === 'reference') return `@0x${value.id.toString(16).padStart(8, '0')}`;
  if (value.kind === 'attribute') return `?0x${value.id.toString(16).padStart(8, '0')}`;
  return value.kind === 'other' ? `0x${value.data.toString(16)}` : undefined;
}

function asFloat(data: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(data);
  const value = bytes.readFloatLE(0);
  return Number.isFinite(value) ? value : 0;
}
