import { type Certificate, readCertificate } from '../certificate.ts';
import { type PartReader, readParts, unlessCut } from './length-prefixed.ts';

export type BlockScheme = 'v2' | 'v3' | 'v3.1';

interface Signature {
  readonly algorithm: number;
  readonly signature: Buffer;
}

/**
 * One signer of an APK Signature Scheme block (source.android.com, "APK Signature Scheme v2", "v3", "v3.1"), as far as it
 * could be read.
 */
export interface BlockSigner {
  readonly scheme: BlockScheme;
  readonly index: number;
  readonly certificates: readonly Certificate[];
  /** Android API levels this signer is for (v3 and v3.1). */
  readonly minSdk: number | undefined;
  readonly maxSdk: number | undefined;
  /** The same levels inside the signed part. */
  readonly signedMinSdk: number | undefined;
  readonly signedMaxSdk: number | undefined;
  readonly digests: readonly { readonly algorithm: number; readonly digest: Buffer }[];
  readonly signatures: readonly Signature[];
  readonly attributes: readonly { readonly id: number; readonly value: Buffer }[];
  readonly publicKey: Buffer;
  /** What the signatures are over. */
  readonly signedData: Buffer;
  /** Parts that end before what they announce. */
  readonly cut: ReadonlySet<'signer' | 'signature' | 'certificate' | 'digest' | 'attribute'>;
}

const MAX_ITEMS = 100;
type Cut = BlockSigner['cut'] extends ReadonlySet<infer T> ? Set<T> : never;

/** Reads the value of a v2, v3 or v3.1 block. Undefined: not even a list of signers. */
export function readBlockSigners(scheme: BlockScheme, value: Buffer, max: number): BlockSigner[] | undefined {
  const list = unlessCut(() => readParts(value).part());
  if (!list) return undefined;
  const reader = readParts(list);
  const signers: BlockSigner[] = [];
  while (reader.left > 0 && signers.length < max) {
    const part = unlessCut(() => reader.part());
    signers.push(readSigner(scheme, signers.length, part ?? Buffer.alloc(0)));
    if (!part) break;
  }
  return signers;
}

function readSigner(scheme: BlockScheme, index: number, bytes: Buffer): BlockSigner {
  const cut: Cut = new Set();
  const ranged = scheme !== 'v2';
  const outer = readParts(bytes);
  const whole = <T>(read: () => T): T | undefined => {
    const value = unlessCut(read);
    if (value === undefined) cut.add('signer');
    return value;
  };
  const signedData = whole(() => outer.part()) ?? Buffer.alloc(0);
  const minSdk = ranged ? whole(() => outer.number()) : undefined;
  const maxSdk = ranged ? whole(() => outer.number()) : undefined;
  const signatures = whole(() => outer.part()) ?? Buffer.alloc(0);
  const publicKey = whole(() => outer.part()) ?? Buffer.alloc(0);
  const inner = readParts(signedData);
  const digests = whole(() => inner.part()) ?? Buffer.alloc(0);
  const certificates = whole(() => inner.part()) ?? Buffer.alloc(0);
  const signedMinSdk = ranged ? whole(() => inner.number()) : undefined;
  const signedMaxSdk = ranged ? whole(() => inner.number()) : undefined;
  const attributes = whole(() => inner.part()) ?? Buffer.alloc(0);
  return {
    scheme,
    index,
    minSdk,
    maxSdk,
    signedMinSdk,
    signedMaxSdk,
    publicKey,
    signedData,
    cut,
    certificates: readCertificates(certificates, cut),
    digests: readAll(digests, cut, 'digest', (item) => ({ algorithm: item.number(), digest: item.part() })),
    signatures: readAll(signatures, cut, 'signature', (item) => ({
      algorithm: item.number(),
      signature: item.part(),
    })),
    attributes: readAll(attributes, cut, 'attribute', (item) => ({ id: item.number(), value: item.rest() })),
  };
}

function readCertificates(bytes: Buffer, cut: Cut): Certificate[] {
  const found = readAll(bytes, cut, 'certificate', (item) => readCertificate(item.rest()));
  if (found.includes(undefined)) cut.add('certificate');
  return found.filter((certificate) => certificate !== undefined);
}

function readAll<T>(
  bytes: Buffer,
  cut: Cut,
  name: 'certificate' | 'digest' | 'signature' | 'attribute',
  read: (item: PartReader) => T,
): T[] {
  const reader = readParts(bytes);
  const items: T[] = [];
  while (reader.left > 0 && items.length < MAX_ITEMS) {
    const item = unlessCut(() => ({ value: read(readParts(reader.part())) }));
    if (!item) {
      cut.add(name);
      break;
    }
    items.push(item.value);
  }
  return items;
}
