/** Processor types of machine.h (xnu), with the subtypes that have names of their own. */
const cpus: Readonly<Record<number, string>> = {
  7: 'x86',
  16777223: 'x86_64',
  12: 'arm',
  16777228: 'arm64',
  33554444: 'arm64_32',
  18: 'ppc',
};
const armSubtypes: Readonly<Record<number, string>> = { 6: 'armv6', 9: 'armv7', 11: 'armv7s', 12: 'armv7k' };

export function nameCpu(type: number, subtype: number): string {
  const low = subtype & 0x00ff_ffff;
  if (type === 12) return armSubtypes[low] ?? 'arm';
  if (type === 0x0100_000c && low === 2) return 'arm64e';
  return cpus[type] ?? `cpu ${type}/${low}`;
}

const kinds = [
  'object',
  'executable',
  'fixed library',
  'core',
  'preload',
  'dylib',
  'dylinker',
  'bundle',
  'dylib stub',
  'debug symbols',
  'kernel extension',
];

/** File types of loader.h, which count from 1. */
export function nameKind(type: number): string {
  return kinds[type - 1] ?? `type ${type}`;
}

/** `0x000c0100` → `12.1`: sixteen bits, then eight and eight. */
export function printVersion(value: number): string {
  const patch = value & 0xff;
  return `${value >>> 16}.${(value >>> 8) & 0xff}${patch > 0 ? `.${patch}` : ''}`;
}
