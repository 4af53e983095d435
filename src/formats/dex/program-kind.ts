/** What the bytes of a program entry are. Only `dex` is read here; the others are recognised, so that it can be said. */
export type ProgramKind = 'dex' | 'compact-dex' | 'odex' | 'vdex' | 'elf' | 'zip' | 'none';

const marks: readonly (readonly [string, ProgramKind])[] = [
  ['dex\n', 'dex'],
  ['cdex', 'compact-dex'],
  ['dey\n', 'odex'],
  ['vdex', 'vdex'],
  ['\x7fELF', 'elf'],
  ['PK\x03\x04', 'zip'],
];

/** By the first four bytes (libdexfile `kDexMagic`, `kDexMagic` of compact DEX, `VdexFile`, dalvik `DexOpt`). */
export function programKind(bytes: Buffer): ProgramKind {
  const start = bytes.toString('latin1', 0, 4);
  return marks.find(([mark]) => mark === start)?.[1] ?? 'none';
}
