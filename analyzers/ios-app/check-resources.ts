import { createHash } from 'node:crypto';
import type { AppFile } from '../../src/apps/index.ts';
import { dataAt, dictAt, isDict, type PlistValue, readPlist, rootDict } from '../../src/formats/index.ts';
import type { IosApp } from './ios-app.ts';

/** The list of files that the signature vouches for, against the files that are there. */
export interface ResourceCheck {
  /** As packed: the program's signature holds its hash. */
  readonly list: Buffer;
  readonly listed: number;
  readonly checked: number;
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  /** False: there was more than is checked. */
  readonly complete: boolean;
}

const MAX_LIST_BYTES = 32 * 1024 * 1024;
const MAX_FILES = 20_000;
const MAX_TOTAL_BYTES = 512 * 1024 * 1024;

/**
 * Checks `_CodeSignature/CodeResources` (Apple, Technical Note TN2206): SHA-256 of each file, or SHA-1 in signatures of
 * before 2015. Undefined: there is no such list.
 */
export async function checkResources({ files }: IosApp): Promise<ResourceCheck | undefined> {
  const entry = files.files.find(({ inner }) => inner === '_CodeSignature/CodeResources');
  if (!entry) return undefined;
  const { bytes: list } = await files.open(entry, MAX_LIST_BYTES);
  const dict = rootDict(readPlist(list));
  const rules = dictAt(dict, 'files2') ?? dictAt(dict, 'files');
  if (!rules) return undefined;
  const byInner = new Map<string, AppFile>(files.files.map((file) => [file.inner, file]));
  const changed: string[] = [];
  const missing: string[] = [];
  let [checked, left] = [0, MAX_TOTAL_BYTES];
  for (const [name, rule] of rules) {
    const expected = expectedOf(rule);
    if (!expected) continue;
    if (checked >= MAX_FILES || left <= 0) break;
    const file = byInner.get(name);
    if (!file) {
      if (!expected.optional) missing.push(name);
      continue;
    }
    const { bytes } = await files.open(file, left);
    left -= bytes.length;
    checked += 1;
    if (!createHash(expected.algorithm).update(bytes).digest().equals(expected.hash)) changed.push(name);
  }
  return { list, listed: rules.size, checked, changed, missing, complete: checked < MAX_FILES && left > 0 };
}

interface Expected {
  readonly hash: Buffer;
  readonly algorithm: 'sha256' | 'sha1';
  readonly optional: boolean;
}

function expectedOf(rule: PlistValue): Expected | undefined {
  if (Buffer.isBuffer(rule)) return { hash: rule, algorithm: 'sha1', optional: false };
  if (!isDict(rule)) return undefined;
  const [strong, weak] = [dataAt(rule, 'hash2'), dataAt(rule, 'hash')];
  const optional = rule.get('optional') === true;
  if (strong) return { hash: strong, algorithm: 'sha256', optional };
  return weak ? { hash: weak, algorithm: 'sha1', optional } : undefined;
}
