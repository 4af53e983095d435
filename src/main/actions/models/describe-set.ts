import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { LabelledFolder } from '../../models/labelled-folder.ts';

/** Names a labelled folder so that it can be told from any other: its name, and a hash over the hashes of its pictures. */
export function describeSet(path: string, { pictures }: LabelledFolder): string {
  const hash = createHash('sha256');
  for (const { label, sha256 } of [...pictures].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)))
    hash.update(`${label} ${sha256}\n`);
  return `${basename(resolve(path)).slice(0, 200)}, ${pictures.length} files, ${hash.digest('hex').slice(0, 16)}`;
}
