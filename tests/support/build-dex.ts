import { createHash } from 'node:crypto';
import { adler32 } from '../../src/formats/dex/adler32.ts';
import { writeAnnotations } from './build-dex-annotations.ts';
import { DataSection, descriptor, toMutf8, u32s, uleb } from './build-dex-bytes.ts';
import type { BuiltClass, BuiltDex, BuiltMethod } from './build-dex-model.ts';
import { collectPools, type Pools } from './build-dex-pools.ts';

export type { BuiltClass, BuiltDex, BuiltInstruction, BuiltMethod } from './build-dex-model.ts';

const HEADER = 0x70;

/** Writes a program byte by byte (dex-format), honest unless told to lie. `return-void` ends all code that is given. */
export function buildDex(input: BuiltDex): Buffer {
  const headerBytes = (input.version ?? '035') >= '041' ? 0x78 : HEADER;
  const pools = collectPools(input);
  const at = input.at ?? 0;
  const sizes = [4, 4, 12, 8, 8, 32];
  const counts = [
    pools.strings.length,
    pools.types.length,
    pools.protos.length,
    pools.fields.length,
    pools.methods.length,
    input.classes.length,
  ];
  const offsets: number[] = [];
  let end = at + headerBytes;
  counts.forEach((count, table) => {
    offsets.push(end);
    end += count * sizes[table]!;
  });
  const data = new DataSection(end);
  const ids = Buffer.concat([
    ...writeIds(input, pools, data),
    ...input.classes.map((one) => writeClass(one, pools, data)),
  ]);
  const map = data.align().offset;
  data.push(u32s(1, 0, 1, 0));
  const header = Buffer.alloc(headerBytes);
  const bytes = Buffer.concat([header, ids, ...data.parts]);
  writeHeader(bytes, input, { headerBytes, counts, offsets, map, at });
  return bytes;
}

function writeIds(_: BuiltDex, pools: Pools, data: DataSection): Buffer[] {
  const strings = pools.strings.map((text) =>
    u32s(data.push(Buffer.concat([uleb(text.length), toMutf8(text), Buffer.alloc(1)]))),
  );
  const types = pools.types.map((type) => u32s(pools.stringOf(type)));
  const protos = pools.protos.map(({ shorty, returns, parameters }) =>
    u32s(pools.stringOf(shorty), pools.typeOf(returns), writeTypeList(parameters, pools, data)),
  );
  const member = (type: string, second: number, name: string): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt16LE(pools.typeOf(type), 0);
    bytes.writeUInt16LE(second, 2);
    bytes.writeUInt32LE(pools.stringOf(name), 4);
    return bytes;
  };
  const fields = pools.fields.map(({ type, kind, name }) => member(type, pools.typeOf(kind), name));
  const methods = pools.methods.map(({ type, proto, name }) => member(type, pools.protoOf(proto), name));
  return [...strings, ...types, ...protos, ...fields, ...methods];
}

function writeTypeList(types: readonly string[], pools: Pools, data: DataSection): number {
  if (types.length === 0) return 0;
  const bytes = Buffer.alloc(4 + types.length * 2);
  bytes.writeUInt32LE(types.length, 0);
  types.forEach((type, index) => void bytes.writeUInt16LE(pools.typeOf(type), 4 + index * 2));
  return data.align().push(bytes);
}

function writeClass(one: BuiltClass, pools: Pools, data: DataSection): Buffer {
  const type = descriptor(one.name);
  const interfaces = writeTypeList((one.interfaces ?? []).map(descriptor), pools, data);
  const annotationsAt = writeAnnotations(one.annotations ?? [], pools, data);
  const methods = (one.methods ?? [])
    .map((method) => ({
      number: pools.methodOf(`${type}->${method.signature}`),
      flags: (method.isStatic ? 8 : 0) | (method.code ? 1 : 0x101),
      code: method.code ? writeCode(method, pools, data) : 0,
      direct: method.isStatic === true || method.signature.startsWith('<'),
    }))
    .sort((a, b) => a.number - b.number);
  const constants = one.constants ?? [];
  const fields = constants.map((_, index) => pools.fieldOf(`${type}->C${index}:Ljava/lang/String;`));
  const members = Buffer.concat([
    ...[
      fields.length,
      0,
      methods.filter((m) => m.direct).length,
      methods.filter((m) => !m.direct).length,
    ].map(uleb),
    ...diffs(fields).flatMap((diff) => [uleb(diff), uleb(0x19)]),
    ...[true, false].flatMap((direct) => {
      const list = methods.filter((method) => method.direct === direct);
      const steps = diffs(list.map(({ number }) => number));
      return list.flatMap(({ flags, code }, index) => [uleb(steps[index]!), uleb(flags), uleb(code)]);
    }),
  ]);
  const membersAt = data.push(members);
  const valuesAt =
    constants.length === 0
      ? 0
      : data.push(
          Buffer.concat([
            uleb(constants.length),
            ...constants.map((text) => Buffer.concat([Buffer.from([0x77]), u32s(pools.stringOf(text))])),
          ]),
        );
  const parent = pools.typeOf(descriptor(one.superName ?? 'java.lang.Object'));
  return u32s(pools.typeOf(type), 1, parent, interfaces, 0xffffffff, annotationsAt, membersAt, valuesAt);
}

const diffs = (numbers: readonly number[]): number[] =>
  numbers.map((number, index) => number - (numbers[index - 1] ?? 0));

function writeCode(method: BuiltMethod, pools: Pools, data: DataSection): number {
  const units: number[] = [];
  const payloads: { at: number; bytes: Buffer }[] = [];
  for (const one of method.code ?? []) {
    if ('string' in one) {
      const index = pools.stringOf(one.string);
      if (index > 0xffff) units.push(0x1b, index & 0xffff, index >>> 16);
      else units.push(0x1a, index);
    } else if ('invoke' in one) units.push(0x1071, pools.methodOf(one.invoke), 0);
    else if ('create' in one) units.push(0x22, pools.typeOf(one.create));
    else if ('readStatic' in one) units.push(0x62, pools.fieldOf(one.readStatic));
    else if ('raw' in one) units.push(...one.raw);
    else {
      payloads.push({ at: units.length, bytes: arrayPayload(one.array, one.width) });
      units.push(0x26, 0, 0);
    }
  }
  units.push(0x0e);
  for (const { at, bytes } of payloads) {
    if (units.length % 2 === 1) units.push(0);
    units[at + 1] = units.length - at;
    for (let index = 0; index < bytes.length; index += 2) units.push(bytes.readUInt16LE(index));
  }
  const bytes = Buffer.alloc(16 + units.length * 2);
  bytes.writeUInt16LE(4, 0);
  bytes.writeUInt32LE(method.unitsDeclared ?? units.length, 12);
  units.forEach((unit, index) => void bytes.writeUInt16LE(unit, 16 + index * 2));
  return data.align().push(bytes);
}

function arrayPayload(items: Buffer, width: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(0x0300, 0);
  head.writeUInt16LE(width, 2);
  head.writeUInt32LE(items.length / width, 4);
  return Buffer.concat([head, items, Buffer.alloc(items.length % 2)]);
}

function writeHeader(
  bytes: Buffer,
  input: BuiltDex,
  at: { headerBytes: number; counts: readonly number[]; offsets: readonly number[]; map: number; at: number },
): void {
  bytes.write(`dex\n${input.version ?? '035'}\0`, 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 0x20);
  bytes.writeUInt32LE(at.headerBytes, 0x24);
  bytes.writeUInt32LE(0x12345678, 0x28);
  bytes.writeUInt32LE(at.map, 0x34);
  at.counts.forEach((count, table) => {
    bytes.writeUInt32LE(count, 0x38 + table * 8);
    bytes.writeUInt32LE(count === 0 ? 0 : at.offsets[table]!, 0x3c + table * 8);
  });
  if (at.headerBytes > HEADER) {
    bytes.writeUInt32LE(bytes.length + at.at, 0x70);
    bytes.writeUInt32LE(at.at, 0x74);
  }
  for (const [field, value] of Object.entries(input.header ?? {})) bytes.writeUInt32LE(value, Number(field));
  signDex(bytes);
}

/** Writes the hash and the checksum anew. */
export function signDex(bytes: Buffer): Buffer {
  createHash('sha1').update(bytes.subarray(32)).digest().copy(bytes, 12);
  bytes.writeUInt32LE(adler32(bytes, 12, bytes.length), 8);
  return bytes;
}
