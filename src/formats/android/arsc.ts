import { type Anomaly, type AnomalyLog, anomalyLog } from '../anomaly.ts';
import { u8, u16, u32 } from '../view.ts';
import { readConfig } from './arsc-config.ts';
import {
  type EntryAnomaly,
  entryIndices,
  type ResVariant,
  readLayout,
  readVariant,
  type TypeChunk,
} from './arsc-entry.ts';
import { emptyStringPool, readStringPool, type StringPool, type StringPoolAnomaly } from './string-pool.ts';

export type ArscAnomalyCode =
  | StringPoolAnomaly
  | 'not-arsc'
  | 'chunk-size'
  | EntryAnomaly
  | 'duplicate-package'
  | 'too-many-chunks';

/** A package of a resource table. */
export interface ResPackage {
  /** 0 in a shared library: Android gives it one when it is loaded. */
  readonly id: number;
  readonly name: string;
  readonly typeNames: readonly string[];
}

/** A resource table, indexed by chunk; entries are read when looked up or walked. */
export interface ResTable {
  readonly packages: readonly ResPackage[];
  readonly strings: StringPool;
  readonly anomalies: readonly Anomaly<ArscAnomalyCode>[];
  /** Packages of shared libraries that this one needs, with the ids it uses for them. */
  readonly libraries: readonly { readonly id: number; readonly name: string }[];
  /** Groups of resources that other packages may replace (`<overlayable>`), with the actor that may. */
  readonly overlayables: readonly { readonly name: string; readonly actor: string }[];
  /** All variants of a resource, in file order. Staged ids are followed to their final ones. */
  lookup(id: number): ResVariant[];
  /** Every variant of every resource, chunk by chunk, at most `limit` of them. */
  walk(limit?: number): Generator<WalkedVariant>;
}

/** A variant met while walking a table. */
export interface WalkedVariant extends ResVariant {
  /** 0xPPTTEEEE. */
  readonly id: number;
  /** `string`, `drawable`, … */
  readonly type: string;
  readonly package: string;
}

const TABLE = 0x0002;
const STRING_POOL = 0x0001;
const PACKAGE = 0x0200;
const TYPE = 0x0201;
const LIBRARY = 0x0203;
const OVERLAYABLE = 0x0204;
const STAGED_ALIAS = 0x0206;
const MAX_CHUNKS = 200_000;
const MAX_LISTED = 1000;
const MAX_ALIASES = 100_000;
const MAX_WALKED = 5_000_000;

interface Reading {
  readonly bytes: Buffer;
  readonly log: AnomalyLog<ArscAnomalyCode>;
  readonly types: Map<number, TypeChunk[]>;
  readonly packages: ResPackage[];
  readonly libraries: { id: number; name: string }[];
  readonly overlayables: { name: string; actor: string }[];
  readonly aliases: Map<number, number>;
  strings: StringPool;
  chunks: number;
}

/** Reads `resources.arsc` (AOSP ResourceTypes.h, ResTable). Bounded by the bytes given; never throws. */
export function readResTable(bytes: Buffer): ResTable {
  const log = anomalyLog<ArscAnomalyCode>();
  const reading: Reading = {
    bytes,
    log,
    types: new Map(),
    packages: [],
    libraries: [],
    overlayables: [],
    aliases: new Map(),
    strings: emptyStringPool,
    chunks: 0,
  };
  if (u16(bytes, 0) !== TABLE)
    log.add('not-arsc', `begins with chunk type 0x${u16(bytes, 0).toString(16)}, not 0x2`, { offset: 0 });
  for (const { type, at, end } of walkChunks(reading, Math.max(8, u16(bytes, 2)), bytes.length)) {
    if (type === STRING_POOL && reading.strings.count === 0)
      reading.strings = readStringPool(bytes, at, end, log);
    else if (type === PACKAGE) readPackage(reading, at, end);
  }
  const { packages, libraries, overlayables, strings, types, aliases } = reading;
  return {
    packages,
    libraries,
    overlayables,
    strings,
    anomalies: log.all,
    lookup(id) {
      const wanted = aliases.get(id) ?? id;
      return (types.get(wanted >>> 16) ?? [])
        .map((type) => readVariant(type, wanted & 0xffff, strings, log))
        .filter((variant) => variant !== undefined);
    },
    walk: (limit = MAX_WALKED) => walkVariants(reading, limit),
  };
}

function* walkVariants({ types, strings, log }: Reading, limit: number): Generator<WalkedVariant> {
  let left = limit;
  for (const [key, chunks] of types)
    for (const type of chunks)
      for (const index of entryIndices(type)) {
        if (left <= 0) return;
        left -= 1;
        const variant = readVariant(type, index, strings, log);
        if (variant)
          yield { ...variant, id: ((key << 16) | index) >>> 0, type: type.name, package: type.package };
      }
}

function* walkChunks(
  reading: Reading,
  start: number,
  end: number,
): Generator<{ type: number; at: number; end: number }> {
  const { bytes, log } = reading;
  for (let at = start; at + 8 <= end; ) {
    const declared = u32(bytes, at + 4);
    const fitting = declared >= 8 && declared <= end - at;
    if (!fitting)
      log.add(
        'chunk-size',
        `a chunk of type 0x${u16(bytes, at).toString(16)} says it is ${declared} bytes long; ${end - at} are left`,
        {
          offset: at,
        },
      );
    const chunkEnd = fitting ? at + declared : declared < 8 ? at + 8 : end;
    reading.chunks += 1;
    if (reading.chunks > MAX_CHUNKS) {
      log.add('too-many-chunks', `more than ${MAX_CHUNKS} chunks; the rest was not read`, { offset: at });
      return;
    }
    yield { type: u16(bytes, at), at, end: chunkEnd };
    at = chunkEnd;
  }
}

function readPackage(reading: Reading, start: number, end: number): void {
  const { bytes, log } = reading;
  const id = u32(bytes, start + 8);
  const name = readName(bytes.subarray(0, end), start + 12, 256);
  const typesAt = u32(bytes, start + 268);
  const keysAt = u32(bytes, start + 276);
  const headerBytes = u16(bytes, start + 2);
  // Feature splits number their types from where the base ends (`typeIdOffset`, headers of 288 bytes).
  const firstType = headerBytes >= 288 ? Math.min(u32(bytes, start + 284), 255) : 0;
  const poolAt = (offset: number): StringPool =>
    offset >= 8 && u16(bytes, start + offset) === STRING_POOL && start + offset + 28 <= end
      ? readStringPool(bytes, start + offset, end, log)
      : emptyStringPool;
  const typeNames = poolAt(typesAt);
  const keys = poolAt(keysAt);
  if (reading.packages.some((one) => one.id === id))
    log.add('duplicate-package', `two packages have the id 0x${id.toString(16)}`, { offset: start });
  reading.packages.push({
    id,
    name,
    typeNames: Array.from({ length: Math.min(255, typeNames.count) }, (_, at) => typeNames.get(at) ?? ''),
  });
  for (const chunk of walkChunks(reading, start + Math.max(8, headerBytes), end)) {
    if (chunk.type === TYPE && chunk.end - chunk.at >= 24) {
      const number = u8(bytes, chunk.at + 8);
      const key = ((id & 0xff) << 8) | ((number + firstType) & 0xff);
      const list = reading.types.get(key) ?? [];
      const body = bytes.subarray(chunk.at, chunk.end);
      list.push({
        chunk: body,
        keys,
        config: readConfig(body, 20),
        layout: readLayout(body, log),
        name: typeNames.get(number - 1) ?? '',
        package: name,
      });
      reading.types.set(key, list);
    } else readPackageExtra(reading, chunk);
  }
}

/** Shared libraries, overlayable groups and staged ids: small lists beside the resources (ResourceTypes.h). */
function readPackageExtra(
  { bytes, libraries, overlayables, aliases }: Reading,
  { type, at, end }: { type: number; at: number; end: number },
): void {
  const count = Math.min(u32(bytes, at + 8), MAX_ALIASES);
  const body = at + Math.max(12, u16(bytes, at + 2));
  if (type === LIBRARY)
    for (let item = body; item + 260 <= end && libraries.length < Math.min(count, MAX_LISTED); item += 260)
      libraries.push({ id: u32(bytes, item), name: readName(bytes, item + 4, 256) });
  if (type === OVERLAYABLE && at + 8 + 1024 <= end && overlayables.length < MAX_LISTED)
    overlayables.push({ name: readName(bytes, at + 8, 512), actor: readName(bytes, at + 520, 512) });
  if (type === STAGED_ALIAS)
    for (let item = body, left = count; item + 8 <= end && left > 0; item += 8, left--)
      if (aliases.size < MAX_ALIASES) aliases.set(u32(bytes, item), u32(bytes, item + 4));
}

/** UTF-16 text of a fixed size, up to its NUL. */
function readName(bytes: Buffer, at: number, length: number): string {
  return bytes.toString('utf16le', at, Math.min(bytes.length, at + length)).replace(/\0[\s\S]*$/, '');
}
