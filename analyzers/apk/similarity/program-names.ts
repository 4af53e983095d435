import { type Dex, typeAt, typeList } from '../../../src/formats/index.ts';
import { type Origin, originOf } from './origin.ts';

/** Names of one program's types, each decoded and judged once. */
export interface ProgramNames {
  origin(type: number): Origin;
  descriptor(type: number): string;
  /** The descriptor of a platform type; `*` for any other. */
  platformType(type: number): string;
  /** What a method takes and gives, other types as `*`. */
  protoShape(proto: number): string;
}

export function programNames(dex: Dex, isLibrary: (dotted: string) => boolean): ProgramNames {
  const origins = new Map<number, Origin>();
  const descriptors = new Map<number, string>();
  const shapes = new Map<number, string>();
  const once = <T>(known: Map<number, T>, key: number, make: () => T): T => {
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
  const names: ProgramNames = {
    descriptor: (type) => once(descriptors, type, () => typeAt(dex, type)),
    origin: (type) => once(origins, type, () => originOf(bare(names.descriptor(type)), isLibrary)),
    platformType: (type) => (names.origin(type) === 'platform' ? names.descriptor(type) : '*'),
    protoShape: (proto) => once(shapes, proto, () => shapeOfProto(dex, proto, names)),
  };
  return names;
}

const bare = (descriptor: string): string => descriptor.replace(/^\[+/, '');

function shapeOfProto(dex: Dex, proto: number, names: ProgramNames): string {
  if (proto >= dex.protos.count) return '';
  const at = dex.protos.offset + proto * 12;
  const takes = typeList(dex, dex.bytes.readUInt32LE(at + 8)).map((type) => names.platformType(type));
  return `(${takes.join('')})${names.platformType(dex.bytes.readUInt32LE(at + 4))}`;
}
