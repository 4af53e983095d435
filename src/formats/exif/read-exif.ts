import { type Anomaly, anomalyLog } from '../anomaly.ts';
import { exifTags } from './exif-tags.ts';
import { openTiff, readDirectory, type Tiff, type TiffField } from './tiff.ts';

export type ExifAnomalyCode = 'loop' | 'outside' | 'too-many';
export type ExifValue = string | readonly number[];

/** What a TIFF block of Exif says (CIPA DC-008). Values are as written, bounded. */
export interface Exif {
  /** By name, from all directories but that of the thumbnail; the first counts. Unknown tags are left out. */
  readonly tags: ReadonlyMap<string, ExifValue>;
  readonly directories: readonly ('main' | 'exif' | 'gps' | 'interoperability' | 'thumbnail')[];
  /** JPEG bytes of the thumbnail. */
  readonly thumbnail: Buffer | undefined;
  readonly anomalies: readonly Anomaly<ExifAnomalyCode>[];
}

const POINTERS: readonly [tag: number, name: Exif['directories'][number]][] = [
  [0x8769, 'exif'],
  [0x8825, 'gps'],
  [0xa005, 'interoperability'],
];

/** Undefined: it is no TIFF block. */
export function readExif(block: Buffer): Exif | undefined {
  const tiff = openTiff(block);
  if (!tiff) return undefined;
  const log = anomalyLog<ExifAnomalyCode>();
  const tags = new Map<string, ExifValue>();
  const directories: Exif['directories'][number][] = [];
  const seen = new Set<number>();
  let thumbnail: Buffer | undefined;
  const walk = (offset: number, name: Exif['directories'][number]): void => {
    if (offset === 0) return;
    if (seen.has(offset)) {
      log.add('loop', `directory ${name} leads back to one already read`, { offset });
      return;
    }
    seen.add(offset);
    const directory = readDirectory(tiff, offset);
    if (!directory) {
      log.add('outside', `directory ${name} is outside the block`, { offset });
      return;
    }
    directories.push(name);
    if (directory.more) log.add('too-many', `directory ${name} has more fields than are read`, { offset });
    if (name === 'thumbnail') {
      thumbnail = cutThumbnail(tiff, directory.fields);
      return;
    }
    for (const field of directory.fields) keep(tiff, field, name, tags);
    for (const [tag, next] of POINTERS) walk(numberOf(tiff, directory.fields, tag), next);
    if (name === 'main') walk(directory.next, 'thumbnail');
  };
  walk(tiff.first, 'main');
  for (const [name, value] of tags) if (value.length === 0) tags.delete(name);
  return { tags, directories, thumbnail, anomalies: log.all };
}

function keep(tiff: Tiff, field: TiffField, directory: string, tags: Map<string, ExifValue>): void {
  const name = exifTags[directory === 'gps' ? `gps:${field.tag}` : String(field.tag)];
  if (name === undefined || tags.has(name)) return;
  const value = name === 'UserComment' ? readComment(tiff, field) : tiff.value(field);
  // Empty ones too, for now: a thousand fields of one tag are read once.
  tags.set(name, value ?? '');
}

/** UserComment begins with eight bytes that name its character code (CIPA DC-008 table 9). */
function readComment(tiff: Tiff, field: TiffField): string | undefined {
  const bytes = tiff.bytes(field);
  if (!bytes || bytes.length < 8) return undefined;
  const code = bytes.toString('latin1', 0, 8);
  const rest = bytes.subarray(8);
  if (!code.startsWith('UNICODE')) return rest.toString('utf8').replaceAll('\0', '').trim();
  const even = Buffer.from(rest.subarray(0, rest.length & ~1));
  // Writers disagree about the order of bytes: of Latin text every other byte is zero.
  const big = even.length >= 2 && (even[0] === 0 || (tiff.big && even[1] !== 0));
  return (big ? even.swap16() : even).toString('utf16le').replaceAll('\0', '').trim();
}

function numberOf(tiff: Tiff, fields: readonly TiffField[], tag: number): number {
  const field = fields.find((one) => one.tag === tag);
  const value = field && tiff.value(field);
  return typeof value === 'object' ? (value[0] ?? 0) : 0;
}

function cutThumbnail(tiff: Tiff, fields: readonly TiffField[]): Buffer | undefined {
  const [offset, length] = [numberOf(tiff, fields, 0x0201), numberOf(tiff, fields, 0x0202)];
  const cut = tiff.block.subarray(offset, offset + length);
  return offset > 0 && length > 4 && cut.length === length && cut[0] === 0xff && cut[1] === 0xd8
    ? cut
    : undefined;
}
