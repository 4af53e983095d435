import { fits, u16, u32 } from '../view.ts';
import type { Dex } from './dex.ts';
import { decodeMutf8 } from './mutf8.ts';

/** Names are cut here: no language makes longer ones, and thousands of members may share one. */
const MOST_NAME_BYTES = 1024;
/** Signatures end here, cut in the middle of their parameters. */
const MOST_SIGNATURE = 2000;

/** The string of that number; empty where there is none. `most`: bytes of it to decode. */
export function stringAt(dex: Dex, index: number, most = Number.POSITIVE_INFINITY): string {
  const { strings, bytes } = dex;
  if (index >= strings.count) return '';
  const start = strings.start[index]!;
  return decodeMutf8(bytes, start, Math.min(strings.end[index]!, start + most));
}

/** As `stringAt`, for a string that is a name: at most 1024 bytes of it. */
export function nameAt(dex: Dex, index: number): string {
  return stringAt(dex, index, MOST_NAME_BYTES);
}

/** Number of the string that names a type; the count of strings where there is none. */
export function typeString(dex: Dex, type: number): number {
  return type < dex.types.count ? u32(dex.bytes, dex.types.offset + type * 4) : dex.strings.count;
}

/** A type's descriptor: `Ljava/lang/String;`, `[I`; at most 1024 bytes of it. Empty where there is none. */
export function typeAt(dex: Dex, type: number): string {
  return nameAt(dex, typeString(dex, type));
}

/** `Lcom/a/B;` → `com.a.B`, array marks dropped; anything else as it is. */
export function dottedName(descriptor: string): string {
  const inner = descriptor.replace(/^\[+/, '');
  return inner.startsWith('L') && inner.endsWith(';') ? inner.slice(1, -1).replaceAll('/', '.') : inner;
}

/** Numbers in a `method_id_item` or `field_id_item`: defining type, proto or type, name. */
export interface MemberId {
  readonly type: number;
  readonly second: number;
  readonly name: number;
}

export function methodId(dex: Dex, method: number): MemberId | undefined {
  return method < dex.methods.count ? memberAt(dex, dex.methods.offset + method * 8) : undefined;
}

export function fieldId(dex: Dex, field: number): MemberId | undefined {
  return field < dex.fields.count ? memberAt(dex, dex.fields.offset + field * 8) : undefined;
}

function memberAt({ bytes }: Dex, at: number): MemberId {
  return { type: u16(bytes, at), second: u16(bytes, at + 2), name: u32(bytes, at + 4) };
}

/** `(ILjava/lang/String;)V`: what a method takes and gives. At most 255 parameters, as the platform allows. */
export function protoAt(dex: Dex, proto: number): string {
  if (proto >= dex.protos.count) return '';
  const { bytes } = dex;
  const at = dex.protos.offset + proto * 12;
  let takes = '';
  for (const type of typeList(dex, u32(bytes, at + 8))) {
    takes += typeAt(dex, type);
    if (takes.length > MOST_SIGNATURE) break;
  }
  return `(${takes})${typeAt(dex, u32(bytes, at + 4))}`;
}

/** Numbers of the types in a `type_list`, at most 255 or `most`. */
export function typeList({ bytes }: Dex, offset: number, most = 255): number[] {
  if (offset === 0 || !fits(bytes, offset, 4)) return [];
  const count = Math.min(u32(bytes, offset), most);
  return Array.from({ length: count }, (_, index) => u16(bytes, offset + 4 + index * 2));
}

/** `Lcom/a/B;->name(I)V`; empty where there is no such method. */
export function signatureAt(dex: Dex, method: number): string {
  const id = methodId(dex, method);
  return id ? `${typeAt(dex, id.type)}->${nameAt(dex, id.name)}${protoAt(dex, id.second)}` : '';
}
