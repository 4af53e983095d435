import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import {
  AssayError,
  DEFAULT_MARKING,
  type Exhibit,
  type Report,
  type SubmissionFields,
} from '../contract/index.ts';
import { newId } from '../library/index.ts';
import { assemble } from './assemble.ts';
import { type WalkInMemoryOptions, walkInMemory } from './walk-in-memory.ts';

export interface ExamineOptions extends WalkInMemoryOptions {
  readonly fields?: SubmissionFields;
  /** Largest file taken, bytes. Default 16 GiB. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 16 * 1024 ** 3;
/** A report made here belongs to no unit of any server. */
const NOBODY = { id: '00000000-0000-0000-0000-000000000000', name: 'local' };

/**
 * Examines local files without a server, queue or database: the same steps, the same report.
 * Errors: `not-found`, `too-large`, `storage-full`, `misconfigured`.
 */
export async function examineFiles(paths: readonly string[], options: ExamineOptions): Promise<Report> {
  const submittedAt = new Date();
  const exhibits: Exhibit[] = [];
  for (const path of paths) exhibits.push(await takeFile(path, options));
  const examined = await walkInMemory(exhibits, options);
  const { fields } = options;
  return assemble({
    ...examined,
    id: newId(),
    submission: newId(),
    unit: NOBODY,
    revision: 1,
    submittedAt,
    producedAt: new Date(),
    producerVersion: options.plan.producerVersion,
    marking: fields?.marking ?? DEFAULT_MARKING,
    markingIsDefault: fields?.marking === undefined,
    caseReference: fields?.caseReference ?? null,
    source: fields?.source ?? null,
    note: fields?.note ?? null,
    cancelled: options.signal?.aborted ?? false,
    exhibits,
    manifests: options.plan.analyzers.map((analyzer) => analyzer.manifest),
  });
}

async function takeFile(path: string, options: ExamineOptions): Promise<Exhibit> {
  try {
    const stored = await options.store.put(createReadStream(path), {
      maxBytes: options.maxBytes ?? MAX_BYTES,
      signal: options.signal,
    });
    const marking = options.fields?.marking ?? DEFAULT_MARKING;
    return { id: newId(), ...stored, claimedName: basename(path), marking };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new AssayError('not-found', `There is no file ${path}.`, { cause: error });
  }
}
