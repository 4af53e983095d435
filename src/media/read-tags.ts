import { open } from 'node:fs/promises';
import type { Json } from '../contract/index.ts';
import { sharp } from './locked-sharp.ts';

/** Tags that say when, where and with what a picture was made. Others are not read: a file may hold thousands. */
const pick = [
  ...['Make', 'Model', 'Software', 'HostComputer', 'Artist', 'Copyright', 'ImageDescription', 'Orientation'],
  ...[
    'DateTimeOriginal',
    'CreateDate',
    'ModifyDate',
    'OffsetTime',
    'OffsetTimeOriginal',
    'SubSecTimeOriginal',
  ],
  ...['LensMake', 'LensModel', 'SerialNumber', 'BodySerialNumber', 'LensSerialNumber', 'ImageUniqueID'],
  ...['ExposureTime', 'FNumber', 'ISO', 'FocalLength', 'Flash', 'ExifImageWidth', 'ExifImageHeight'],
  ...['GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef', 'GPSAltitude', 'GPSDateStamp'],
  ...['GPSTimeStamp', 'ObjectName', 'Caption', 'Credit', 'Source', 'Keywords', 'DateCreated'],
  ...['ProfileDescription', 'ProfileCreator', 'ProfileDateTime', 'DeviceModel'],
];

const xmpProperties = [
  ...['xmp:CreatorTool', 'xmp:CreateDate', 'xmp:ModifyDate', 'xmp:MetadataDate', 'photoshop:DateCreated'],
  ...['photoshop:Credit', 'Iptc4xmpExt:DigitalSourceType', 'xmpMM:DocumentID', 'xmpMM:OriginalDocumentID'],
  ...['xmpMM:InstanceID', 'tiff:Make', 'tiff:Model', 'exif:DateTimeOriginal', 'dc:format'],
];

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_XMP_BYTES = 256 * 1024;
const MAX_TEXT = 500;
const MAX_LIST = 20;

/** Metadata by block. An absent block is not in the file; `unread` names blocks that are there but were not readable. */
export interface ImageTags {
  readonly exif: Readonly<Record<string, Json>>;
  readonly xmp: Readonly<Record<string, Json>>;
  readonly unread: readonly string[];
}

function cleanValue(value: unknown): Json | undefined {
  if (typeof value === 'string') return value.replace(/\0+$/, '').slice(0, MAX_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean') return value;
  if (value instanceof Uint8Array) return Buffer.from(value.subarray(0, 64)).toString('latin1');
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, MAX_LIST).map((v) => cleanValue(v) ?? null);
}

function cleanTags(tags: Readonly<Record<string, unknown>>): Record<string, Json> {
  const entries = Object.entries(tags).filter(([name]) => name !== 'xmp' && name !== 'errors');
  const cleaned = entries.sort().flatMap(([name, value]): [string, Json][] => {
    const clean = cleanValue(value);
    return clean === undefined || clean === '' ? [] : [[name, clean]];
  });
  return Object.fromEntries(cleaned);
}

/** The value of one XMP property, as attribute or as element. Plain search: no parser for hostile XML to attack. */
function readProperty(xmp: string, name: string): string | undefined {
  const attribute = xmp.indexOf(`${name}="`);
  if (attribute >= 0) {
    const start = attribute + name.length + 2;
    const end = xmp.indexOf('"', start);
    return end < 0 ? undefined : xmp.slice(start, Math.min(end, start + MAX_TEXT));
  }
  const element = xmp.indexOf(`<${name}>`);
  if (element < 0) return undefined;
  const start = element + name.length + 2;
  const end = xmp.indexOf('<', start);
  return end < 0 ? undefined : xmp.slice(start, Math.min(end, start + MAX_TEXT)).trim();
}

/** The properties of `xmpProperties` that a packet holds (ISO 16684-1). Looks at its first 256 KiB. */
export function readXmp(packet: string): Record<string, string> {
  const head = packet.slice(0, MAX_XMP_BYTES);
  const found = xmpProperties.map((name) => [name, readProperty(head, name)] as const);
  return Object.fromEntries(found.filter((f): f is [string, string] => f[1] !== undefined && f[1] !== ''));
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, MAX_FILE_BYTES));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function parse(buffer: Buffer, icc: boolean): Promise<Record<string, unknown>> {
  const options = { pick, icc, iptc: true, xmp: { parse: false }, gps: true, jfif: false, ihdr: false };
  // Dates stay as they stand in the file: a zone that is not written down must not be invented.
  const revive = { reviveValues: false, translateValues: true, sanitize: true, mergeOutput: true };
  // Loaded at first use: most who draw a picture read no tags.
  const { default: exifr } = await import('exifr');
  return (await exifr.parse(buffer, { ...options, ...revive })) ?? {};
}

/** PNG, WebP and GIF: the blocks as libvips cuts them out, because exifr inflates a PNG's profile without a limit. */
async function readBlocks(path: string): Promise<{ exif: Buffer | undefined; xmp: string }> {
  const { exif, xmpAsString } = await sharp(path, { failOn: 'none' }).metadata();
  const TIFF_OFFSET = 6;
  const tiff =
    exif?.subarray(0, TIFF_OFFSET).toString('latin1') === 'Exif\0\0' ? exif.subarray(TIFF_OFFSET) : exif;
  return { exif: tiff, xmp: xmpAsString ?? '' };
}

/** Camera, time, place and editor as the picture's metadata claims them. Never fails: what cannot be read is in `unread`. */
export async function readImageTags(path: string, format: string): Promise<ImageTags> {
  const unread: string[] = [];
  let tags: Record<string, unknown> = {};
  let xmp = '';
  try {
    if (['png', 'webp', 'gif'].includes(format)) {
      const blocks = await readBlocks(path);
      xmp = blocks.xmp;
      if (blocks.exif !== undefined) tags = await parse(blocks.exif, false);
    } else {
      tags = await parse(await readHead(path), true);
      xmp = typeof tags['xmp'] === 'string' ? tags['xmp'] : '';
    }
  } catch {
    unread.push('EXIF, IPTC, XMP or colour profile');
  }
  return { exif: cleanTags(tags), xmp: readXmp(xmp), unread };
}
