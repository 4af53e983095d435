import { readEntry, type Zip, type ZipEntry } from '../../../src/formats/index.ts';

/** A data file without any visible order. */
export interface OpaqueFile {
  readonly entry: string;
  readonly bytes: number;
  /** Shannon entropy of its first part, bits per byte; 8 is the most. */
  readonly bits: number;
}

const LEAST_BYTES = 200_000;
const SAMPLE_BYTES = 131_072;
const MOST_FILES = 40;
const FROM_BITS = 7.9;

/** Pictures, sound, fonts and archives are packed by nature. */
const packedEndings =
  /\.(?:png|jpe?g|webp|gif|avif|heic|mp[34]|m4a|aac|ogg|opus|flac|webm|mkv|mov|3gp|zip|jar|apk|aar|gz|br|zst|xz|7z|bz2|lzma|woff2?|ktx2?|astc|basis|pvr|crn|unity3d|bundle|assets?|ress|obb|tflite|pdf|so|dex|mmdb|lottie)$/i;
const packedMarks =
  /^(?:PK\x03\x04|\x1f\x8b|\x89PNG|\xff\xd8\xff|RIFF|OggS|ID3|GIF8|wOF|7z\xbc\xaf|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|Unity|%PDF|....ftyp|\x1aE\xdf\xa3|fLaC)/;

/** Looks for large data files that deflate could not shorten and that no known format explains. */
export async function findOpaqueFiles(zip: Zip): Promise<OpaqueFile[]> {
  const found: OpaqueFile[] = [];
  for (const entry of zip.entries.filter(isCandidate).slice(0, MOST_FILES)) {
    const { bytes } = await readEntry(zip, entry, SAMPLE_BYTES);
    if (bytes.length < SAMPLE_BYTES / 2 || packedMarks.test(bytes.toString('latin1', 0, 16))) continue;
    const bits = entropy(bytes);
    if (bits >= FROM_BITS) found.push({ entry: entry.name, bytes: entry.bytes, bits });
  }
  return found;
}

function isCandidate({ name, isFolder, bytes, compressedBytes }: ZipEntry): boolean {
  if (isFolder || bytes < LEAST_BYTES || compressedBytes < bytes * 0.98) return false;
  return (
    (/^(?:assets|res\/raw)\//.test(name) || !name.includes('/')) &&
    !packedEndings.test(name) &&
    name !== 'resources.arsc'
  );
}

function entropy(bytes: Buffer): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]! += 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  return bits;
}
