import { createHash } from 'node:crypto';
import type { AnomalyLog } from '../anomaly.ts';
import { type Cms, readCms } from '../cms/read-cms.ts';
import type { PlistDict } from '../plist/plist-value.ts';
import { readPlist, rootDict } from '../plist/read-plist.ts';
import { type CodeDirectory, readCodeDirectory } from './code-directory.ts';
import { readDerEntitlements } from './der-entitlements.ts';
import type { MachAnomalyCode } from './macho.ts';

/** The signature inside a program (cs_blobs.h of xnu): what was signed, as whom, and with which rights. */
export interface CodeSignature {
  /** One per hash algorithm, the strongest first. */
  readonly directories: readonly CodeDirectory[];
  /** From the XML blob; from the DER blob where there is no XML one. */
  readonly entitlements: PlistDict | undefined;
  /** True: the DER blob grants something else than the XML blob. */
  readonly entitlementsDiffer: boolean;
  /** The signed message over the first directory; undefined: signed ad hoc, by nobody. */
  readonly cms: Cms | undefined;
}

const SUPERBLOB = 0xfade0cc0;
const DIRECTORY = 0xfade0c02;
const ENTITLEMENTS = 0xfade7171;
const DER_ENTITLEMENTS = 0xfade7172;
const WRAPPER = 0xfade0b01;
const MAX_BLOBS = 64;
/** One per hash algorithm, of which there are four. */
const MAX_DIRECTORIES = 4;

interface Blob {
  readonly slot: number;
  readonly magic: number;
  readonly whole: Buffer;
  readonly content: Buffer;
}

/** Reads the signature at `from`…`to` of an image. All numbers in it are big-endian. */
export function readCodeSignature(
  image: Buffer,
  from: number,
  to: number,
  log: AnomalyLog<MachAnomalyCode>,
): CodeSignature | undefined {
  const bytes = image.subarray(from, to);
  const blobs = readBlobs(bytes, from, log);
  if (blobs.length === 0) return undefined;
  const code = image.subarray(0, from);
  const find = (magic: number): Blob | undefined => blobs.find((blob) => blob.magic === magic);
  const directoryBlobs = blobs.filter((blob) => blob.magic === DIRECTORY).slice(0, MAX_DIRECTORIES);
  const first = directoryBlobs.find((blob) => blob.slot === 0) ?? directoryBlobs[0];
  const xml = find(ENTITLEMENTS);
  const der = find(DER_ENTITLEMENTS);
  const fromXml = xml && rootDict(readPlist(xml.content));
  const fromDer = der && readDerEntitlements(der.content);
  const wrapped = find(WRAPPER)?.content;
  return {
    directories: directoryBlobs
      .map((blob) => readCodeDirectory(blob.whole, code, slotHashes(blobs)))
      .filter((directory) => directory !== undefined)
      .sort((a, b) => b.hashBytes - a.hashBytes),
    entitlements: fromXml ?? fromDer,
    entitlementsDiffer: fromXml !== undefined && fromDer !== undefined && keysOf(fromXml) !== keysOf(fromDer),
    cms: wrapped && wrapped.length > 0 ? readCms(wrapped, first?.whole) : undefined,
  };
}

/** Bytes of the blobs that a directory holds hashes of, by the number of their slot. */
function slotHashes(blobs: readonly Blob[]): ReadonlyMap<number, Buffer> {
  return new Map(
    blobs.filter((blob) => blob.slot > 0 && blob.slot < 0x1000).map((blob) => [blob.slot, blob.whole]),
  );
}

function keysOf(dict: PlistDict): string {
  return createHash('sha256')
    .update([...dict.keys()].sort().join('\0'))
    .digest('hex');
}

function readBlobs(bytes: Buffer, from: number, log: AnomalyLog<MachAnomalyCode>): Blob[] {
  if (bytes.length < 12 || bytes.readUInt32BE(0) !== SUPERBLOB) {
    if (bytes.length > 0)
      log.add('signature-blob', 'there is no signature where one is declared', { offset: from });
    return [];
  }
  const count = bytes.readUInt32BE(8);
  if (count > MAX_BLOBS)
    log.add('signature-blob', `${count} parts are declared; ${MAX_BLOBS} are read`, { offset: from });
  const blobs: Blob[] = [];
  for (let i = 0; i < Math.min(count, MAX_BLOBS); i++) {
    const at = 12 + i * 8;
    if (at + 8 > bytes.length) break;
    const start = bytes.readUInt32BE(at + 4);
    const length = start + 8 <= bytes.length ? bytes.readUInt32BE(start + 4) : 0;
    if (length < 8 || start + length > bytes.length) {
      log.add('signature-blob', `part ${i} of the signature lies outside it`, { offset: from + at });
      continue;
    }
    const whole = bytes.subarray(start, start + length);
    blobs.push({
      slot: bytes.readUInt32BE(at),
      magic: whole.readUInt32BE(0),
      whole,
      content: whole.subarray(8),
    });
  }
  return blobs;
}
