import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, resolve, sep } from 'node:path';
import type {
  AnalysisContext,
  Coverage,
  EvidenceFile,
  Json,
  Limits,
  MediaType,
  Model,
  Result,
  Sink,
} from '../../src/contract/index.ts';
import * as contract from '../../src/contract/index.ts';

/** A child as an analyzer handed it on, with its bytes. */
export interface RecordedChild {
  readonly claimedName: string;
  readonly relation: contract.Relation;
  readonly content: Buffer;
}

export interface RecordingSink extends Sink {
  /** Everything said so far, each piece already checked against the contract. */
  readonly result: Result;
  readonly coverage: Coverage;
  readonly children: readonly RecordedChild[];
  /** Evidence bytes by evidence id. */
  readonly evidenceBytes: ReadonlyMap<string, Buffer>;
  readonly steps: readonly { readonly fraction: number; readonly label: string | undefined }[];
}

/**
 * A sink for unit tests of analyzers: keeps what is said, and throws where the contract forbids it, as the jail's parent
 * would. `workdir`: paths given to `evidence` and `child` must stay inside it. `childLimit`: as `limits.children`.
 */
export function recordingSink(options: { workdir?: string; childLimit?: number } = {}): RecordingSink {
  const result = contract.emptyResult();
  const coverage: Coverage = { examined: [], notExamined: [] };
  const children: RecordedChild[] = [];
  const evidenceBytes = new Map<string, Buffer>();
  const steps: { fraction: number; label: string | undefined }[] = [];
  const read = (from: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> =>
    readContent(from, options.workdir);
  return {
    result,
    coverage,
    children,
    evidenceBytes,
    steps,
    finding: (finding) => void keepUnique(result.findings, contract.Finding.parse(finding), 'finding'),
    indicator: (indicator) => void result.indicators.push(contract.Indicator.parse(indicator)),
    fact(name, value) {
      result.facts[name] = parseFact(value);
    },
    fingerprint: (fingerprint) => void result.fingerprints.push(contract.Fingerprint.parse(fingerprint)),
    series: (series) => void result.series.push(contract.Series.parse(series)),
    async evidence({ from, ...said }) {
      const content = await read(from);
      keepUnique(
        result.evidence,
        contract.EvidenceFile.parse({ ...said, ...nameBytes(content) }) as EvidenceFile,
        'evidence',
      );
      evidenceBytes.set(said.id, content);
    },
    async child({ from, ...said }) {
      if (children.length >= (options.childLimit ?? 500)) return false;
      const content = await read(from);
      result.children.push(contract.ChildArtefact.parse({ ...said, ...nameBytes(content) }));
      children.push({ ...said, content });
      return true;
    },
    examined(what) {
      coverage.examined = contract.Coverage.shape.examined.parse([...coverage.examined, what]);
    },
    notExamined: (what, reason, detail) =>
      void coverage.notExamined.push(contract.NotExamined.parse({ what, reason, detail })),
    progress: (fraction, label) => void steps.push({ fraction, label }),
    identified(mediaTypes) {
      result.mediaTypes = mediaTypes.map((type: MediaType) => contract.MediaType.parse(type));
    },
  };
}

/** A context for one run of an analyzer in a unit test. Override what the test is about. */
export function recordingContext(
  options: Partial<Omit<AnalysisContext, 'sink'>> & { sink?: RecordingSink } = {},
): AnalysisContext & { readonly sink: RecordingSink } {
  const limits: Limits = {
    inputBytes: 2 ** 31,
    wallSeconds: 60,
    cpuSeconds: 60,
    memoryMiB: 1024,
    outputBytes: 2 ** 30,
    workdirMiB: 512,
    children: 500,
  };
  return {
    addedModels: options.addedModels ?? [],
    workdir: options.workdir ?? '/nonexistent',
    signal: options.signal ?? new AbortController().signal,
    limits: options.limits ?? limits,
    password: options.password,
    config: options.config ?? {},
    sink:
      options.sink ??
      recordingSink({
        ...(options.workdir === undefined ? {} : { workdir: options.workdir }),
        childLimit: (options.limits ?? limits).children,
      }),
    model:
      options.model ??
      ((name: string): Promise<Model> => Promise.reject(new Error(`no model ${name} in this test`))),
  };
}

async function readContent(
  from: string | Uint8Array | AsyncIterable<Uint8Array>,
  workdir: string | undefined,
): Promise<Buffer> {
  if (from instanceof Uint8Array) return Buffer.from(from);
  if (typeof from !== 'string') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of from) chunks.push(Uint8Array.from(chunk));
    return Buffer.concat(chunks);
  }
  if (workdir === undefined) throw new Error('a path was handed over, but this sink has no workdir');
  const path = isAbsolute(from) ? from : resolve(workdir, from);
  if (!path.startsWith(resolve(workdir) + sep)) throw new Error(`${from} is outside the workdir`);
  if (!(await stat(path)).isFile()) throw new Error(`${from} is not a regular file`);
  return readFile(path);
}

function nameBytes(content: Buffer): { sha256: string; bytes: number } {
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
}

function parseFact(value: Json): Json {
  return contract.Json.parse(JSON.parse(JSON.stringify(value)));
}

function keepUnique<T extends { id: string }>(list: T[], item: T, what: string): void {
  if (list.some((other) => other.id === item.id))
    throw new Error(`${what} id ${item.id} was used twice in one run`);
  list.push(item);
}
