import { u32 } from '../view.ts';
import { atEnd, type Cursor, readUleb } from './cursor.ts';
import type { Dex } from './dex.ts';

/** A class as defined (dex-format, `class_def_item`): numbers of types and strings, offsets of its parts. */
export interface DexClass {
  readonly index: number;
  readonly type: number;
  readonly accessFlags: number;
  /** 0xffffffff: none. */
  readonly superType: number;
  readonly interfacesOffset: number;
  /** 0xffffffff: none. */
  readonly sourceFile: number;
  readonly annotationsOffset: number;
  readonly dataOffset: number;
  readonly valuesOffset: number;
}

/** A method with or without code, as its class lists it. */
export interface DexMethod {
  readonly method: number;
  readonly accessFlags: number;
  /** 0: abstract or native. */
  readonly codeOffset: number;
}

export function* classesOf(dex: Dex): Generator<DexClass> {
  for (let index = 0; index < dex.classes.count; index++) yield classAt(dex, index);
}

export function classAt({ bytes, classes }: Dex, index: number): DexClass {
  const at = classes.offset + index * 32;
  return {
    index,
    type: u32(bytes, at),
    accessFlags: u32(bytes, at + 4),
    superType: u32(bytes, at + 8),
    interfacesOffset: u32(bytes, at + 12),
    sourceFile: u32(bytes, at + 16),
    annotationsOffset: u32(bytes, at + 20),
    dataOffset: u32(bytes, at + 24),
    valuesOffset: u32(bytes, at + 28),
  };
}

/** Bytes of class data that may still be read: classes of a hostile file may all share the longest list. */
export interface ClassDataBudget {
  left: number;
}

export function classDataBudget({ bytes }: Dex): ClassDataBudget {
  return { left: bytes.length * 2 };
}

/** Calls `visit` for each method of a class (dex-format, `class_data_item`). */
export function eachMethod(
  dex: Dex,
  { dataOffset, index }: DexClass,
  budget: ClassDataBudget,
  visit: (method: number, codeOffset: number, accessFlags: number) => void,
): void {
  const { bytes, log } = dex;
  if (dataOffset === 0) return;
  if (dataOffset >= bytes.length || budget.left <= 0) {
    log.add('class-data', () => `the members of class ${index} are out of reach`, dataOffset);
    return;
  }
  const cursor: Cursor = { bytes, at: dataOffset };
  const counts = [readUleb(cursor), readUleb(cursor), readUleb(cursor), readUleb(cursor)] as const;
  for (let left = counts[0] + counts[1]; left > 0 && !atEnd(cursor); left--) {
    readUleb(cursor);
    readUleb(cursor);
  }
  for (const count of [counts[2], counts[3]]) {
    let method = 0;
    for (let left = count; left > 0 && !atEnd(cursor); left--) {
      method = (method + readUleb(cursor)) >>> 0;
      const accessFlags = readUleb(cursor);
      visit(method, readUleb(cursor), accessFlags);
    }
  }
  budget.left -= cursor.at - dataOffset;
  if (atEnd(cursor) && cursor.at > bytes.length)
    log.add('class-data', () => `the members of class ${index} run past the end`, dataOffset);
}
