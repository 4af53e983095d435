import { fits, u8, u16, u32 } from '../view.ts';

export interface DotnetString {
  readonly text: string;
  readonly offset: number;
}

/** One .NET assembly's metadata (ECMA-335, partition II, section 24). */
export interface DotnetAssembly {
  /** File name of its module, such as `App.dll`. */
  readonly module: string;
  /** Text constants of its code (`#US`). */
  userStrings(): Generator<DotnetString>;
  /** Names of types, methods, fields (`#Strings`). */
  names(): Generator<DotnetString>;
}

interface Stream {
  readonly offset: number;
  readonly bytes: number;
}

const MAX_STREAMS = 32;
const MAX_ASSEMBLIES = 4096;

/** The assemblies in bytes, found by the mark of their metadata; the program file around them is not needed. */
export function findDotnetAssemblies(bytes: Buffer): DotnetAssembly[] {
  const found: DotnetAssembly[] = [];
  // Honest assemblies do not share their bytes: marks that all claim the whole file are not followed.
  const budget = { left: bytes.length * 2 };
  for (let at = bytes.indexOf('BSJB'); at >= 0 && found.length < MAX_ASSEMBLIES && budget.left > 0; ) {
    const assembly = readRoot(bytes, at, budget);
    if (assembly) found.push(assembly);
    at = bytes.indexOf('BSJB', at + 4);
  }
  return found;
}

function readRoot(bytes: Buffer, root: number, budget: { left: number }): DotnetAssembly | undefined {
  const versionBytes = u32(bytes, root + 12);
  if (versionBytes === 0 || versionBytes > 256) return undefined;
  const streams = readStreams(bytes, root, root + 16 + versionBytes);
  const [user, names] = [streams.get('#US'), streams.get('#Strings')];
  const tables = streams.get('#~') ?? streams.get('#-');
  if (!user && !names) return undefined;
  budget.left -= (user?.bytes ?? 0) + (names?.bytes ?? 0);
  return {
    module: tables && names ? moduleName(bytes, tables, names) : '',
    *userStrings() {
      if (user) yield* readUserStrings(bytes, user);
    },
    *names() {
      if (names) yield* readNames(bytes, names);
    },
  };
}

function readStreams(bytes: Buffer, root: number, header: number): Map<string, Stream> {
  const streams = new Map<string, Stream>();
  const count = Math.min(u16(bytes, header + 2), MAX_STREAMS);
  let at = header + 4;
  for (let index = 0; index < count && fits(bytes, at, 12); index++) {
    const name = bytes.toString('latin1', at + 8, at + 40).split('\0', 1)[0] ?? '';
    const offset = root + u32(bytes, at);
    const size = Math.min(u32(bytes, at + 4), Math.max(0, bytes.length - offset));
    if (offset < bytes.length) streams.set(name, { offset, bytes: size });
    at += 8 + ((name.length + 4) & ~3);
  }
  return streams;
}

/** The first row of the first table: a generation number, then the name's place in `#Strings`. */
function moduleName(bytes: Buffer, tables: Stream, names: Stream): string {
  const [low, high] = [u32(bytes, tables.offset + 8), u32(bytes, tables.offset + 12)];
  if ((low & 1) === 0) return '';
  const row = tables.offset + 24 + 4 * (countBits(low) + countBits(high));
  const wide = (u8(bytes, tables.offset + 6) & 1) !== 0;
  const place = names.offset + (wide ? u32(bytes, row + 2) : u16(bytes, row + 2));
  if (place >= names.offset + names.bytes) return '';
  return bytes.toString('utf8', place, Math.min(place + 256, bytes.length)).split('\0', 1)[0] ?? '';
}

function countBits(value: number): number {
  let count = 0;
  for (let rest = value >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count += 1;
  return count;
}

/** Blobs of UTF-16 with a compressed length in front and one closing byte (section 24.2.4). */
function* readUserStrings(bytes: Buffer, { offset, bytes: size }: Stream): Generator<DotnetString> {
  const end = offset + size;
  for (let at = offset + 1; at < end; ) {
    const first = u8(bytes, at);
    const lead = first < 0x80 ? 1 : first < 0xc0 ? 2 : 4;
    const length =
      lead === 1
        ? first
        : lead === 2
          ? ((first & 0x3f) << 8) | u8(bytes, at + 1)
          : (first & 0x1f) * 2 ** 24 +
            (u8(bytes, at + 1) << 16) +
            (u8(bytes, at + 2) << 8) +
            u8(bytes, at + 3);
    const start = at + lead;
    if (start + length > end) return;
    if (length > 2)
      yield { text: bytes.toString('utf16le', start, start + ((length - 1) & ~1)), offset: start };
    at = start + Math.max(length, 0);
  }
}

function* readNames(bytes: Buffer, { offset, bytes: size }: Stream): Generator<DotnetString> {
  const end = offset + size;
  for (let at = offset; at < end; ) {
    const stop = bytes.indexOf(0, at);
    const to = stop < 0 || stop > end ? end : stop;
    if (to > at) yield { text: bytes.toString('utf8', at, to), offset: at };
    at = to + 1;
  }
}
