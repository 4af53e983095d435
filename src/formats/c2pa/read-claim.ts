import { fieldOf, isCborMap, listOf, textOf } from '../cbor/cbor-fields.ts';
import { type CborValue, readCbor } from '../cbor/read-cbor.ts';
import type { JumbfBox } from '../jumbf/read-jumbf.ts';
import { type HashedUri, readHashedUri } from './hashes.ts';

/** The first bytes of C2PA’s box identifiers (specification 2.2, section 11.1.4); the rest is the same for all. */
export const uuidOf = (name: string): string =>
  `${Buffer.from(name, 'latin1').toString('hex')}00110010800000aa00389b71`;

/** A claim: what the signer states (specification section 10). */
export interface C2paClaim {
  /** The bytes that are signed. */
  readonly bytes: Buffer;
  /** Program that made it, with its version; of version 2 from `claim_generator_info`. */
  readonly generator: string | undefined;
  readonly title: string | undefined;
  readonly format: string | undefined;
  readonly algorithm: string | undefined;
  /** References to assertions, those that were only gathered last. */
  readonly assertions: readonly HashedUri[];
  readonly redacted: readonly string[];
}

/** A manifest: claim, assertions and signature in one box. */
export interface C2paManifest {
  readonly label: string;
  readonly kind: 'standard' | 'update' | 'compressed' | 'unknown';
  readonly box: JumbfBox;
  readonly claim: C2paClaim | undefined;
  /** More than one claim, signature or store of assertions: which one counts would depend on the reader. */
  readonly doubled: boolean;
  readonly assertions: readonly JumbfBox[];
  /** COSE_Sign1 as it stands. */
  readonly signature: CborValue | undefined;
}

const kinds: Readonly<Record<string, C2paManifest['kind']>> = {
  [uuidOf('c2ma')]: 'standard',
  [uuidOf('c2um')]: 'update',
  [uuidOf('c2cm')]: 'compressed',
};

export function readManifest(box: JumbfBox): C2paManifest {
  const inside = (name: string): JumbfBox[] => box.boxes.filter(({ uuid }) => uuid === uuidOf(name));
  const [claims, stores, signatures] = [inside('c2cl'), inside('c2as'), inside('c2cs')];
  const signature = signatures[0] && cborOf(signatures[0]);
  return {
    label: box.label ?? '',
    kind: kinds[box.uuid] ?? 'unknown',
    box,
    claim: claims[0] && readClaim(claims[0]),
    doubled: claims.length > 1 || stores.length > 1 || signatures.length > 1,
    assertions: stores[0]?.boxes ?? [],
    signature: signature && readCbor(signature),
  };
}

/** The CBOR content of a box. */
export function cborOf(box: JumbfBox): Buffer | undefined {
  return box.contents.find(({ type }) => type === 'cbor')?.data;
}

function readClaim(box: JumbfBox): C2paClaim | undefined {
  const bytes = cborOf(box);
  const value = bytes && readCbor(bytes);
  if (!bytes || !isCborMap(value)) return undefined;
  const uris = ['assertions', 'created_assertions', 'gathered_assertions'].flatMap((key) =>
    listOf(fieldOf(value, key)).flatMap((one) => readHashedUri(one) ?? []),
  );
  return {
    bytes,
    generator: generatorOf(value),
    title: textOf(fieldOf(value, 'dc:title')),
    format: textOf(fieldOf(value, 'dc:format')),
    algorithm: textOf(fieldOf(value, 'alg')),
    assertions: uris,
    redacted: listOf(fieldOf(value, 'redacted_assertions')).flatMap((one) => textOf(one, 2000) ?? []),
  };
}

/** Version 1 keeps a text and sometimes a list of programs, version 2 one program. */
function generatorOf(claim: CborValue): string | undefined {
  const info = fieldOf(claim, 'claim_generator_info');
  const programs = isCborMap(info) ? [info] : listOf(info, 4);
  const named = programs.flatMap((one) => programOf(one) ?? []);
  return textOf(fieldOf(claim, 'claim_generator')) ?? (named.length > 0 ? named.join(', ') : undefined);
}

/** `name version` of a program, given as text or as a map. */
export function programOf(value: CborValue | undefined): string | undefined {
  if (!isCborMap(value)) return textOf(value, 200);
  const name = textOf(fieldOf(value, 'name'), 120);
  const version = textOf(fieldOf(value, 'version'), 60);
  return name === undefined ? undefined : [name, version].filter(Boolean).join(' ');
}
