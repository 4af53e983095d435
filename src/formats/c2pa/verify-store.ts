import { createHash } from 'node:crypto';
import { type Certificate, readCertificate } from '../certificate.ts';
import { type JumbfBox, readJumbf } from '../jumbf/read-jumbf.ts';
import { type C2paAsset, type C2paBinding, checkBinding } from './bind.ts';
import { type HashedUri, hashNamed } from './hashes.ts';
import { type C2paManifest, readManifest, uuidOf } from './read-claim.ts';
import { checkSign1, nameAlgorithm, readSign1, type Sign1Check } from './sign1.ts';
import { actionsIn, type C2paAction, type C2paIngredient, ingredientsIn } from './statements.ts';
import { type C2paTimestamp, checkTimestamp } from './timestamp.ts';
import { type C2paTrust, checkTrust } from './trust.ts';

/** What a store of manifests says, and what of it holds. */
export interface C2paStore {
  /** The one that speaks of this file: the last. Undefined: the store holds none. */
  readonly active: C2paChecked | undefined;
  /** Those of earlier files, as far as the store brings them along. */
  readonly earlier: readonly C2paChecked[];
  /** Whether the file is the one that was signed. */
  readonly binding: C2paBinding;
}

/** One manifest, checked in itself. Whether the file fits is the binding’s matter. */
export interface C2paChecked {
  readonly label: string;
  readonly kind: C2paManifest['kind'];
  readonly generator: string | undefined;
  readonly title: string | undefined;
  readonly signature: Sign1Check & { readonly algorithm: string };
  readonly signer: Certificate | undefined;
  readonly trust: C2paTrust;
  readonly timestamp: C2paTimestamp | undefined;
  readonly timestampTrust: C2paTrust | undefined;
  /** References of the claim that do not hold. */
  readonly broken: readonly { readonly label: string; readonly why: 'missing' | 'changed' | 'not-checked' }[];
  readonly assertions: readonly string[];
  /** Said by assertions that the claim names and whose hashes hold; nothing else is listed. */
  readonly actions: readonly C2paAction[];
  readonly ingredients: readonly C2paIngredient[];
}

export interface C2paAnchors {
  readonly claims: readonly Certificate[];
  readonly times: readonly Certificate[];
}

const MAX_MANIFESTS = 64;

/** Reads and checks a store. Undefined: the bytes are none. Never throws for what they hold. */
export async function verifyC2pa(
  bytes: Buffer,
  asset: C2paAsset,
  anchors: C2paAnchors,
): Promise<C2paStore | undefined> {
  const root = readJumbf(bytes);
  if (root?.uuid !== uuidOf('c2pa')) return undefined;
  const manifests = root.boxes.slice(-MAX_MANIFESTS).map(readManifest);
  const redacted = new Set(manifests.flatMap(({ claim }) => claim?.redacted ?? []));
  const active = manifests.at(-1);
  const checked = manifests.map((one) => checkManifest(one, manifests, redacted, anchors));
  const bound = active && binder(active, manifests);
  return {
    active: checked.at(-1),
    earlier: checked.slice(0, -1),
    binding: await checkBinding(
      bound ? namedBy(bound, manifests, redacted).held : [],
      bound === active ? asset : { ...asset, updated: true },
      bound?.claim?.algorithm,
    ),
  };
}

/** An update leaves the picture as it was: what binds is the manifest that it updates. */
function binder(active: C2paManifest, manifests: readonly C2paManifest[]): C2paManifest {
  let one = active;
  for (let step = 0; one.kind === 'update' && step < MAX_MANIFESTS; step++) {
    const parent = ingredientsIn(one.assertions).find(({ relationship }) => relationship === 'parentOf');
    const next = manifests.find(({ label }) => parent?.manifest && labelIn(parent.manifest.url) === label);
    if (!next || next === one) break;
    one = next;
  }
  return one;
}

function checkManifest(
  manifest: C2paManifest,
  manifests: readonly C2paManifest[],
  redacted: ReadonlySet<string>,
  anchors: C2paAnchors,
): C2paChecked {
  const { claim } = manifest;
  const sign1 = readSign1(manifest.signature);
  const certificates = (sign1?.certificates ?? []).flatMap((der) => readCertificate(der) ?? []);
  const [signer, ...bag] = certificates;
  const timestamp = sign1 && claim && checkTimestamp(sign1, claim.bytes);
  const time = timestamp?.verdict === 'holds' ? timestamp.time : undefined;
  const { held, broken } = namedBy(manifest, manifests, redacted);
  const none: C2paTrust = { anchor: undefined, reason: 'its certificate cannot be read' };
  return {
    label: manifest.label,
    kind: manifest.kind,
    generator: claim?.generator,
    title: claim?.title,
    signature: { ...checkSignature(manifest, sign1), algorithm: nameAlgorithm(sign1?.algorithm) },
    signer,
    trust: signer ? checkTrust(signer, bag, anchors.claims, { usage: 'claim', at: time }) : none,
    timestamp,
    timestampTrust: timestamp?.authority
      ? checkTrust(timestamp.authority, timestamp.chain, anchors.times, { usage: 'time', at: timestamp.time })
      : undefined,
    broken,
    assertions: manifest.assertions.slice(0, 200).map(({ label }) => label ?? ''),
    actions: actionsIn(held),
    ingredients: ingredientsIn(held),
  };
}

function checkSignature(manifest: C2paManifest, sign1: ReturnType<typeof readSign1>): Sign1Check {
  if (manifest.kind === 'compressed')
    return { verdict: 'not-checked', reason: 'the manifest is compressed, which is not read here' };
  if (manifest.doubled)
    return {
      verdict: 'fails',
      reason: 'the manifest holds more than one claim, signature or list of assertions',
    };
  if (!manifest.claim)
    return { verdict: 'not-checked', reason: 'the manifest has no claim that can be read' };
  if (!sign1) return { verdict: 'not-checked', reason: 'the manifest has no signature that can be read' };
  return checkSign1(sign1, manifest.claim.bytes);
}

/** The assertions that the claim names: those whose hashes hold, and what does not. */
function namedBy(
  manifest: C2paManifest,
  manifests: readonly C2paManifest[],
  redacted: ReadonlySet<string>,
): { held: JumbfBox[]; broken: { label: string; why: 'missing' | 'changed' | 'not-checked' }[] } {
  const held: JumbfBox[] = [];
  const broken: { label: string; why: 'missing' | 'changed' | 'not-checked' }[] = [];
  for (const uri of manifest.claim?.assertions ?? []) {
    const box = resolve(uri.url, manifest, manifests);
    const label = uri.url.split('/').at(-1)?.slice(0, 200) ?? '';
    if (isRedacted(uri.url, manifest.label, redacted)) continue;
    const verdict = box ? hashHolds(box, uri, manifest.claim?.algorithm) : 'missing';
    if (verdict === 'holds' && box) held.push(box);
    else if (verdict !== 'holds') broken.push({ label, why: verdict });
  }
  for (const { title, manifest: named } of ingredientsIn(held)) {
    const one = named && manifests.find(({ label }) => label === labelIn(named.url));
    const verdict = !named ? 'holds' : one ? manifestHolds(one, named, manifest.claim?.algorithm) : 'missing';
    if (verdict !== 'holds') broken.push({ label: `manifest of ${title ?? 'an ingredient'}`, why: verdict });
  }
  return { held, broken };
}

/** Before version 1.3 of the specification the claim alone was hashed. */
function manifestHolds(
  { box, claim }: C2paManifest,
  uri: HashedUri,
  fallback: string | undefined,
): 'holds' | 'changed' | 'not-checked' {
  const verdict = hashHolds(box, uri, fallback);
  const name = hashNamed(uri.algorithm ?? fallback ?? 'sha256');
  if (verdict !== 'changed' || !claim || !name) return verdict;
  return createHash(name).update(claim.bytes).digest().equals(uri.hash) ? 'holds' : 'changed';
}

function hashHolds(
  box: JumbfBox,
  { hash, algorithm }: HashedUri,
  fallback: string | undefined,
): 'holds' | 'changed' | 'not-checked' {
  const name = hashNamed(algorithm ?? fallback ?? 'sha256');
  if (!name) return 'not-checked';
  return digestOf(box, name).equals(hash) ? 'holds' : 'changed';
}

/** Kept, because a claim may name one large box a thousand times. */
const digests = new WeakMap<JumbfBox, Map<string, Buffer>>();

function digestOf(box: JumbfBox, name: string): Buffer {
  const own = digests.get(box) ?? new Map<string, Buffer>();
  digests.set(box, own);
  const digest = own.get(name) ?? createHash(name).update(box.body).digest();
  own.set(name, digest);
  return digest;
}

const PREFIX = 'self#jumbf=';

/** The manifest that an address names: `self#jumbf=/c2pa/LABEL/…`. */
function labelIn(url: string): string | undefined {
  return url.startsWith(`${PREFIX}/c2pa/`) ? url.slice(`${PREFIX}/c2pa/`.length).split('/')[0] : undefined;
}

function resolve(
  url: string,
  manifest: C2paManifest,
  manifests: readonly C2paManifest[],
): JumbfBox | undefined {
  if (!url.startsWith(PREFIX)) return undefined;
  const label = labelIn(url);
  const owner = label === undefined ? manifest : manifests.find((one) => one.label === label);
  const name = url.split('/').at(-1);
  // Assertions may be named only within the own manifest.
  return owner === manifest ? manifest.assertions.find((one) => one.label === name) : undefined;
}

function isRedacted(url: string, label: string, redacted: ReadonlySet<string>): boolean {
  if (redacted.size === 0) return false;
  const path = url.slice(PREFIX.length).replace(/^\/c2pa\/[^/]+\//, '');
  return redacted.has(`${PREFIX}/c2pa/${label}/${path}`);
}
