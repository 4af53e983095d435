import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { der } from './build-cms.ts';
import { jpegSegment, pngChunk } from './hostile-media.ts';

/** A value that `encodeCbor` writes. */
export type Cbor =
  | null
  | boolean
  | number
  | string
  | Buffer
  | readonly Cbor[]
  | { readonly [key: string]: Cbor }
  | Map<number, Cbor>;

export function encodeCbor(value: Cbor): Buffer {
  if (value === null) return Buffer.from([0xf6]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'number') return value >= 0 ? cborHead(0, value) : cborHead(1, -1 - value);
  if (typeof value === 'string')
    return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([cborHead(4, value.length), ...value.map(encodeCbor)]);
  const entries: [Cbor, Cbor][] =
    value instanceof Map ? [...value] : Object.entries(value as Record<string, Cbor>);
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat().map(encodeCbor)]);
}

export function cborHead(major: number, value: number): Buffer {
  // As short as can be: what COSE signs must be.
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  if (value < 65536) return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
  const head = Buffer.alloc(5);
  head[0] = (major << 5) | 26;
  head.writeUInt32BE(value, 1);
  return head;
}

/** A plain box of JUMBF. */
export function jumbfBox(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** A superbox; `uuid` is the four letters that C2PA’s identifiers begin with. */
export function superbox(uuid: string, label: string, ...parts: readonly Buffer[]): Buffer {
  const id = Buffer.concat([Buffer.from(uuid, 'latin1'), Buffer.from('00110010800000aa00389b71', 'hex')]);
  return jumbfBox('jumb', jumbfBox('jumd', id, Buffer.from([3]), Buffer.from(`${label}\0`)), ...parts);
}

export interface ClaimSigner {
  /** The signer’s first; DER. */
  readonly chain: readonly Buffer[];
  readonly key: KeyObject;
}

const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const ecdsa = (): Buffer => der(0x30, oid('2a8648ce3d040302'));
const nameOf = (name: string): Buffer =>
  der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from(name)))));
const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  der(0x30, oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));

export interface BuiltAuthority {
  readonly certificate: Buffer;
  readonly key: KeyObject;
  readonly name: string;
}

/** A certificate on the curve P-256; `ca` by `issuer`, or by itself. Leaves may sign e-mail, as C2PA asks. */
export function buildCertificate(
  name: string,
  options: {
    readonly ca: boolean;
    readonly issuer?: BuiltAuthority;
    readonly until?: string;
    readonly usage?: string;
  },
): BuiltAuthority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const usage = der(0x30, oid(options.usage ?? '2b06010505070304'));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([9])),
    ecdsa(),
    nameOf(options.issuer?.name ?? name),
    der(
      0x30,
      der(0x17, Buffer.from('200101000000Z')),
      der(0x17, Buffer.from(options.until ?? '480101000000Z')),
    ),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      der(
        0x30,
        extension('551d13', true, options.ca ? der(0x30, der(0x01, Buffer.from([0xff]))) : der(0x30)),
        extension('551d25', false, usage),
      ),
    ),
  );
  const signature = sign('sha256', body, options.issuer?.key ?? privateKey);
  const certificate = der(0x30, body, ecdsa(), der(0x03, Buffer.from([0]), signature));
  return { certificate, key: privateKey, name };
}

/** COSE_Sign1 with ES256 over `payload`. `attached`: C2PA forbids it. */
export function signClaim(
  { chain, key }: ClaimSigner,
  payload: Buffer,
  attached: Buffer | null = null,
): Buffer {
  const header = encodeCbor(
    new Map<number, Cbor>([
      [1, -7],
      [33, [...chain]],
    ]),
  );
  const over = attached ?? payload;
  const structure = encodeCbor(['Signature1', header, Buffer.alloc(0), over]);
  const signature = sign('sha256', structure, { key, dsaEncoding: 'ieee-p1363' });
  return Buffer.concat([Buffer.from([0xd2]), encodeCbor([header, {}, attached, signature])]);
}

export interface ManifestParts {
  readonly label?: string;
  readonly signer: ClaimSigner;
  readonly assertions: readonly { readonly label: string; readonly value: Cbor }[];
  readonly claim?: { readonly [key: string]: Cbor };
  /** Changes the claim after it was signed. */
  readonly forge?: (claim: Buffer) => Buffer;
  readonly attached?: Buffer;
  /** A second claim box, which no reader may choose. */
  readonly doubled?: boolean;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** A manifest as C2PA 2 lays it out: assertions, claim, signature. */
export function buildManifest(parts: ManifestParts): Buffer {
  const label = parts.label ?? 'urn:c2pa:test';
  const boxes = parts.assertions.map((one) => ({
    url: `self#jumbf=c2pa.assertions/${one.label}`,
    box: superbox('cbor', one.label, jumbfBox('cbor', encodeCbor(one.value))),
  }));
  const claim = encodeCbor({
    instanceID: 'xmp:iid:1',
    claim_generator_info: { name: 'Assay test', version: '1' },
    signature: 'self#jumbf=c2pa.signature',
    alg: 'sha256',
    created_assertions: boxes.map(({ url, box }) => ({ url, hash: sha256(box.subarray(8)) })),
    ...parts.claim,
  });
  const shown = parts.forge?.(Buffer.from(claim)) ?? claim;
  const claimBox = superbox('c2cl', 'c2pa.claim.v2', jumbfBox('cbor', shown));
  return superbox(
    'c2ma',
    label,
    superbox('c2as', 'c2pa.assertions', ...boxes.map(({ box }) => box)),
    claimBox,
    ...(parts.doubled ? [claimBox] : []),
    superbox(
      'c2cs',
      'c2pa.signature',
      jumbfBox('cbor', signClaim(parts.signer, claim, parts.attached ?? null)),
    ),
  );
}

export function buildStore(...manifests: readonly Buffer[]): Buffer {
  return superbox('c2pa', 'c2pa', ...manifests);
}

/** The store as APP11 segments of at most `piece` bytes each (ISO/IEC 19566-5). */
export function jumbfSegments(store: Buffer, piece = 60_000): Buffer {
  const segments: Buffer[] = [];
  const head = Buffer.alloc(8);
  head.write('JP', 'latin1');
  head.writeUInt16BE(1, 2);
  for (let at = 8, sequence = 1; at < store.length; at += piece, sequence++) {
    head.writeUInt32BE(sequence, 4);
    segments.push(
      jpegSegment(0xeb, Buffer.concat([head, store.subarray(0, 8), store.subarray(at, at + piece)])),
    );
  }
  return Buffer.concat(segments);
}

type Build = (hash: Buffer, exclusions: Cbor) => Buffer;

/** Puts a store into a picture and binds it: the hash is over all but the store, whose length does not change. */
export function bindTo(picture: Buffer, at: number, build: Build, wrap: (store: Buffer) => Buffer): Buffer {
  const draft = wrap(build(Buffer.alloc(32), [{ start: at, length: 1000 }]));
  const store = wrap(build(sha256(picture), [{ start: at, length: draft.length }]));
  if (store.length !== draft.length) throw new Error('the store changed its length');
  return Buffer.concat([picture.subarray(0, at), store, picture.subarray(at)]);
}

export const intoJpeg = (jpeg: Buffer, build: Build, piece?: number): Buffer =>
  bindTo(jpeg, 2, build, (store) => jumbfSegments(store, piece));

/** After the header chunk of a PNG. */
export const intoPng = (png: Buffer, build: Build): Buffer =>
  bindTo(png, 33, build, (store) => pngChunk('caBX', store));
