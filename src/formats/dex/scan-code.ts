import { u32 } from '../view.ts';
import { classDataBudget, classesOf, type DexClass, eachMethod } from './classes.ts';
import type { Dex } from './dex.ts';
import { Kind, kindByOpcode, unitsByOpcode } from './instructions.ts';

/** Told of what code uses; `caller` is the number of the method whose code it is. */
export interface CodeVisitor {
  /** A class begins: all that follows is of its methods. */
  class(one: DexClass): void;
  /** A method's code begins: `units` instructions of 16 bits at `start`. */
  method?(caller: number, accessFlags: number, start: number, units: number): void;
  string(index: number, caller: number): void;
  invoke(method: number, caller: number): void;
  create(type: number, caller: number): void;
  staticField(field: number, caller: number): void;
  /** Constants of an array: `count` items of `width` bytes at `start`. */
  arrayData?(start: number, width: number, count: number, caller: number): void;
}

const CODE_HEADER_BYTES = 16;

/**
 * Reads all code once, instruction by instruction, in the order of the classes. Linear: code that several methods share is
 * read for the first of them, and overlapping code for four times the length of the file in all.
 */
export function scanCode(dex: Dex, visitor: CodeVisitor): void {
  const { bytes } = dex;
  const seen = new Uint8Array((bytes.length >>> 5) + 1);
  const budget = { left: bytes.length * 4 };
  const members = classDataBudget(dex);
  for (const one of classesOf(dex)) {
    visitor.class(one);
    eachMethod(dex, one, members, (method, offset, accessFlags) => {
      if (offset === 0) return;
      const bit = 1 << ((offset >>> 2) & 7);
      const cell = offset >>> 5;
      if (offset < bytes.length && (seen[cell]! & bit) !== 0) return;
      if (offset < bytes.length) seen[cell]! |= bit;
      scanMethod(dex, visitor, method, accessFlags, offset, budget);
    });
  }
}

function scanMethod(
  dex: Dex,
  visitor: CodeVisitor,
  method: number,
  accessFlags: number,
  offset: number,
  budget: { left: number },
): void {
  const { bytes, log } = dex;
  const start = offset + CODE_HEADER_BYTES;
  const units = u32(bytes, offset + 12);
  const end = Math.min(start + units * 2, bytes.length & ~1);
  if (start > bytes.length || start + units * 2 > bytes.length)
    log.add('code-bounds', () => `code of ${units} units at ${offset} runs past the end`, offset);
  if (start >= end) return;
  budget.left -= end - start;
  if (budget.left < 0) {
    log.add('code-budget', 'code overlaps; the rest of it was not read', offset);
    return;
  }
  visitor.method?.(method, accessFlags, start, (end - start) >>> 1);
  const strange = scanInstructions(bytes, start, end, visitor, method);
  if (strange >= 0)
    log.add(
      'instruction',
      () => `an instruction that does not exist, or that runs past its method, at ${strange}`,
      strange,
    );
}

/** Offset of the first instruction that cannot be one; -1: none. */
function scanInstructions(
  bytes: Buffer,
  start: number,
  end: number,
  visitor: CodeVisitor,
  caller: number,
): number {
  let strange = -1;
  let at = start;
  while (at < end) {
    const opcode = bytes[at]!;
    const units = unitsByOpcode[opcode]!;
    if (at + units * 2 > end) return strange < 0 ? at : strange;
    const kind = kindByOpcode[opcode]!;
    if (kind === Kind.nop && bytes[at + 1] !== 0) {
      at += payloadBytes(bytes, at, end);
      continue;
    }
    if (kind !== Kind.other) visitKind(bytes, at, end, kind, visitor, caller);
    if (kind === Kind.unused && strange < 0) strange = at;
    at += units * 2;
  }
  return strange;
}

function visitKind(
  bytes: Buffer,
  at: number,
  end: number,
  kind: number,
  visitor: CodeVisitor,
  caller: number,
): void {
  const index = bytes[at + 2]! | (bytes[at + 3]! << 8);
  if (kind === Kind.invoke) visitor.invoke(index, caller);
  else if (kind === Kind.string) visitor.string(index, caller);
  else if (kind === Kind.create) visitor.create(index, caller);
  else if (kind === Kind.staticField) visitor.staticField(index, caller);
  else if (kind === Kind.wideString) visitor.string(u32(bytes, at + 2), caller);
  else if (kind === Kind.arrayData && visitor.arrayData)
    visitArray(bytes, at + bytes.readInt32LE(at + 2) * 2, end, visitor, caller);
}

/** `fill-array-data-payload`: 0x0300, width, count, items. */
function visitArray(bytes: Buffer, at: number, end: number, visitor: CodeVisitor, caller: number): void {
  if (at < 0 || at + 8 > end || bytes[at] !== 0 || bytes[at + 1] !== 3) return;
  const width = bytes[at + 2]! | (bytes[at + 3]! << 8);
  const count = u32(bytes, at + 4);
  if (at + 8 + width * count <= end) visitor.arrayData!(at + 8, width, count, caller);
}

/** Length of the tables behind code that `nop` with a kind introduces; never less than one unit. */
function payloadBytes(bytes: Buffer, at: number, end: number): number {
  const size = bytes[at + 2]! | (bytes[at + 3]! << 8);
  const kind = bytes[at + 1]!;
  if (kind === 1) return (size * 2 + 4) * 2;
  if (kind === 2) return (size * 4 + 2) * 2;
  if (kind !== 3 || at + 8 > end) return 2;
  return (Math.floor((u32(bytes, at + 4) * size + 1) / 2) + 4) * 2;
}
