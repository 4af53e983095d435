import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { AnalysisFailure, type Model, type Tensor } from '../contract/plain.ts';
import { refuseExternalData } from './external-data.ts';
import { findModel, type PinnedFile } from './model-manifest.ts';
import { fromRuntime, toRuntime } from './tensors.ts';

/**
 * Opens a model that models/manifest.json names, if its bytes have the hash written there. Runs on the CPU with one
 * thread, so that equal inputs give equal outputs on one machine.
 *
 * Throws `AnalysisFailure('model-missing')`: not in the manifest, not installed, or other bytes than the pinned ones.
 */
export async function openModel(modelsFolder: string, name: string): Promise<Model> {
  const entry = await findModel(modelsFolder, name);
  if (entry === undefined)
    throw new AnalysisFailure('model-missing', `models/manifest.json has no model called ${name}.`);
  const model = await openFile(join(modelsFolder, entry.file), entry);
  const { calibration, training } = entry;
  return {
    ...model,
    ...(calibration === undefined ? {} : { calibration }),
    ...(training === undefined ? {} : { training }),
  };
}

/**
 * Opens one ONNX file whose bytes have the hash given. Throws `AnalysisFailure('model-missing')` when it is not there, has
 * other bytes, keeps weights in other files or is no ONNX model that the runtime can load.
 */
export async function openFile(path: string, pinned: PinnedFile): Promise<Model> {
  const { name, sha256 } = pinned;
  const bytes = await readPinned(path, pinned);
  refuseExternalData(bytes, name);
  const { InferenceSession } = await import('onnxruntime-node');
  const session = await InferenceSession.create(bytes, sessionOptions).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    const detail = `The model ${name} cannot be loaded: ${why.slice(0, 500)}`;
    throw new AnalysisFailure('model-missing', detail, { cause });
  });
  return { name, sha256, run: (inputs) => runSession(session, name, inputs) };
}

const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  interOpNumThreads: 1,
  intraOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  // The arena keeps the most it ever needed for every size of input: with PP-OCR more than twice the memory.
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: 3,
};

async function readPinned(path: string, entry: PinnedFile): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    const detail = `The model ${entry.name} is not installed (${entry.file} is missing). Run the set-up again.`;
    throw new AnalysisFailure('model-missing', detail, { cause });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== entry.sha256)
    throw new AnalysisFailure(
      'model-missing',
      `The file of model ${entry.name} is not the one we know: SHA-256 ${found}, expected ${entry.sha256}. It was not opened.`,
    );
  return bytes;
}

async function runSession(
  session: InferenceSession,
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Tensor>>> {
  const feeds: Record<string, Awaited<ReturnType<typeof toRuntime>>> = {};
  for (const [input, tensor] of Object.entries(inputs)) feeds[input] = await toRuntime(tensor, input);
  const outputs = await session.run(feeds);
  return Object.fromEntries(
    Object.entries(outputs).map(([output, value]) => [output, fromRuntime(value, `${name}.${output}`)]),
  );
}
