import { createHash } from 'node:crypto';
import type { Fingerprint, Json } from '../../../src/contract/index.ts';
import { openMinHash, tlsh } from '../../../src/fingerprints/index.ts';
import { readElf } from '../../../src/formats/index.ts';
import type { FileRole } from './choose-files.ts';

/** Fingerprints of single files, taken in one by one. */
export interface FileSketches {
  add(name: string, role: FileRole, bytes: Buffer): void;
  fingerprints(): Fingerprint[];
  /** Name, size and SHA-256 of each. */
  hashes(): Json[];
}

const tlshKinds: Readonly<Record<FileRole, string>> = {
  program: 'tlsh-dex',
  native: 'tlsh-native',
  data: 'tlsh-asset',
};
const MOST_VALUES = 20;
/** TLSH costs about 20 ms per MiB. */
const TLSH_BYTES = 96 * 1024 * 1024;
/** Smaller files have no likeness but their hash. */
const LEAST_TLSH = 2048;

export function openFileSketches(): FileSketches {
  const fingerprints: Fingerprint[] = [];
  const hashes: Json[] = [];
  const symbols = openMinHash();
  const values = { program: 0, native: 0, data: 0 };
  let left = TLSH_BYTES;
  return {
    add(name, role, bytes) {
      const of = name.slice(0, 300);
      hashes.push({
        name: of,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      if (role === 'native') fingerprints.push(...sketchLibrary(of, bytes, symbols));
      if (values[role] >= MOST_VALUES || bytes.length < LEAST_TLSH || bytes.length > left || isPacked(bytes))
        return;
      left -= bytes.length;
      const value = tlsh(bytes);
      if (value === undefined) return;
      values[role]++;
      fingerprints.push({ kind: tlshKinds[role], value, of });
    },
    fingerprints() {
      const value = symbols.value();
      return value === undefined
        ? fingerprints
        : [...fingerprints, { kind: 'minhash-symbols-v1', value, of: 'native libraries' }];
    },
    hashes: () => hashes,
  };
}

function sketchLibrary(
  of: string,
  bytes: Buffer,
  symbols: ReturnType<typeof openMinHash>,
): readonly Fingerprint[] {
  const elf = readElf(bytes);
  for (const { name } of elf?.exports ?? []) symbols.add(name);
  return elf?.buildId ? [{ kind: 'build-ids-v1', value: elf.buildId.slice(0, 128), of }] : [];
}

/** Begins as an archive or a picture: compressed bytes resemble nothing. */
function isPacked(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 4);
  return /^(PK\x03\x04|\x1f\x8b|\x89PNG|\xff\xd8\xff|RIFF|OggS|wOFF|BZh|7z\xbc\xaf|Rar!)/.test(head);
}
