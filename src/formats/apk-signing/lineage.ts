import { type Certificate, readCertificate } from '../certificate.ts';
import { checkSignature } from '../check-signature.ts';
import { CutShort, readParts } from './length-prefixed.ts';
import { algorithmOf, paddingOf } from './signature-algorithms.ts';

/** One certificate in the history of a signer, oldest first, and what it may still do. */
export interface LineageNode {
  readonly certificate: Certificate;
  readonly flags: number;
}

/** What an older certificate keeps (source.android.com, "APK Signature Scheme v3", proof-of-rotation). */
const capabilities: readonly (readonly [flag: number, name: string])[] = [
  [1, 'keeps installed data'],
  [2, 'shares a user id'],
  [4, 'grants permissions'],
  [8, 'allows going back to it'],
  [16, 'authenticates accounts'],
];

export function namesOfCapabilities(flags: number): string[] {
  return capabilities.filter(([flag]) => (flags & flag) !== 0).map(([, name]) => name);
}

/** `malformed`: cannot be read · `broken`: a link is not signed by the one before it, or a certificate stands twice. */
export type Lineage =
  | { readonly state: 'verified'; readonly nodes: readonly LineageNode[] }
  | { readonly state: 'malformed' | 'broken'; readonly nodes: readonly LineageNode[] };

const VERSION = 1;
const MAX_NODES = 100;

/** Reads a proof-of-rotation and checks that each certificate was signed by the one before. Never throws. */
export function readLineage(bytes: Buffer): Lineage {
  const nodes: LineageNode[] = [];
  try {
    const reader = readParts(bytes);
    if (reader.number() !== VERSION) return { state: 'malformed', nodes };
    let algorithmForNext = 0;
    while (reader.left > 0) {
      if (nodes.length >= MAX_NODES) return { state: 'malformed', nodes };
      const node = readParts(reader.part());
      const signed = node.part();
      const flags = node.number();
      const nextAlgorithm = node.number();
      const signature = node.part();
      const inner = readParts(signed);
      const certificate = readCertificate(inner.part());
      const parentAlgorithm = inner.number();
      const last = nodes.at(-1);
      if (!certificate) return { state: 'broken', nodes };
      if (last && !isSignedBy(last.certificate, algorithmForNext, signed, signature))
        return { state: algorithmOf(algorithmForNext) ? 'broken' : 'malformed', nodes };
      if (last && parentAlgorithm !== algorithmForNext) return { state: 'broken', nodes };
      if (nodes.some((one) => one.certificate.sha256 === certificate.sha256))
        return { state: 'broken', nodes };
      nodes.push({ certificate, flags });
      algorithmForNext = nextAlgorithm;
    }
  } catch (error) {
    if (error instanceof CutShort) return { state: 'malformed', nodes };
    throw error;
  }
  return { state: nodes.length > 0 ? 'verified' : 'malformed', nodes };
}

function isSignedBy(parent: Certificate, id: number, data: Buffer, signature: Buffer): boolean {
  const algorithm = algorithmOf(id);
  if (!algorithm) return false;
  const parameters = { hash: algorithm.hash, key: algorithm.key, ...paddingOf(algorithm) };
  return checkSignature(parent.publicKeyDer, parameters, data, signature) === 'holds';
}

/** One history out of several, where each is the beginning or the end of another. Undefined: they contradict each other. */
export function mergeLineages(lineages: readonly (readonly LineageNode[])[]): LineageNode[] | undefined {
  let merged: readonly LineageNode[] = lineages[0] ?? [];
  for (const other of lineages.slice(1)) {
    const both = mergeTwo(merged, other);
    if (!both) return undefined;
    merged = both;
  }
  return [...merged];
}

function mergeTwo(a: readonly LineageNode[], b: readonly LineageNode[]): LineageNode[] | undefined {
  const [older, newer] = findNode(b, a[0]) >= 0 ? [b, a] : [a, b];
  const from = findNode(older, newer[0]);
  if (from < 0) return undefined;
  const overlap = older.slice(from);
  if (overlap.some((node, at) => newer[at] && newer[at].certificate.sha256 !== node.certificate.sha256))
    return undefined;
  return [...older, ...newer.slice(overlap.length)];
}

function findNode(nodes: readonly LineageNode[], wanted: LineageNode | undefined): number {
  return nodes.findIndex((node) => node.certificate.sha256 === wanted?.certificate.sha256);
}
