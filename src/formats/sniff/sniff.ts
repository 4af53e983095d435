import type { MediaType } from '../../contract/index.ts';
import { isIdsig } from '../apk-signing/idsig.ts';
import type { ByteSource } from '../source.ts';
import { readZip, type Zip } from '../zip/zip.ts';
import { nameApple } from './apple-kind.ts';
import { HEAD_BYTES, matchMagic } from './magic.ts';
import { type Charset, nameText } from './text-kind.ts';
import { nameZip } from './zip-kind.ts';

export interface Sniffed {
  /** All that the bytes are, best first; a polyglot is several. `application/octet-stream` where nothing fits. */
  readonly mediaTypes: readonly MediaType[];
  /** Of text. */
  readonly charset?: Charset;
  /** The archive found, from whichever end it was found. */
  readonly zip?: Zip;
  /** True: the file has no bytes. */
  readonly empty: boolean;
}

const SNIFF_ENTRIES = 20_000;

/**
 * Says what bytes are by looking at them alone: their beginning, the archive directory at their end, their text. Never
 * trusts a name. What an unpacker, a viewer or a player would each take them for is all listed.
 */
export async function sniff(source: ByteSource): Promise<Sniffed> {
  if (source.size === 0) return { mediaTypes: ['application/octet-stream'], empty: true };
  const head = await source.read(0, HEAD_BYTES);
  const types = await Promise.all(
    matchMagic(head).map(async (type) => (await nameApple(source, type)) ?? type),
  );
  if (!types.includes('application/pdf') && (await hidesPdf(source, head))) types.push('application/pdf');
  if (isIdsig(head)) types.push(IDSIG);
  const zip = await readZip(source, { maxEntries: SNIFF_ENTRIES });
  const opensAsZip = head.toString('latin1', 0, 4) === 'PK\x03\x04';
  if (zip) placeZip(types, await nameZip(zip));
  else if (opensAsZip) types.push('application/zip');
  if (types.length > 0)
    return { mediaTypes: [...new Set(types)].slice(0, 16), ...(zip ? { zip } : {}), empty: false };
  const text = nameText(head);
  if (text) return { mediaTypes: [text.type], charset: text.charset, empty: false };
  return { mediaTypes: ['application/octet-stream'], empty: false };
}

/** An APK Signature Scheme v4 file; no type is registered for it. */
export const IDSIG = 'application/x-apk-idsig';

/** An app is an app whatever stands in front of it: Android reads packages from their end. */
function placeZip(types: MediaType[], kind: MediaType): void {
  if (kind === 'application/zip') types.push(kind);
  else types.unshift(kind);
}

/** Viewers accept a PDF header anywhere in the first 1024 bytes (ISO 32000-1, annex H, note 13). */
async function hidesPdf(source: ByteSource, head: Buffer): Promise<boolean> {
  if (head.subarray(0, 1024).indexOf('%PDF-', 0, 'latin1') < 0) return false;
  const tail = await source.read(source.size - 2048, 2048);
  return tail.includes('startxref', 0, 'latin1');
}
