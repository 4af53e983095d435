import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AnalysisFailure, type Analyze } from '../../src/contract/index.ts';
import { sniff, sourceOf } from '../../src/formats/index.ts';
import { type RecordingSink, recordingContext } from './recording-sink.ts';

/** Runs an analyzer over bytes as the jail would, and gives what it said. A failure with a code is kept in `failure`. */
export async function analyzeBytes(
  analyze: Analyze,
  bytes: Buffer,
  workdir: string,
): Promise<RecordingSink & { readonly failure?: AnalysisFailure }> {
  const path = join(workdir, 'artefact');
  await writeFile(path, bytes);
  const context = recordingContext({ workdir });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { mediaTypes } = await sniff(sourceOf(bytes));
  try {
    await analyze({ sha256, bytes: bytes.length, mediaTypes, path }, context);
    return context.sink;
  } catch (error) {
    if (!(error instanceof AnalysisFailure)) throw error;
    return Object.assign(context.sink, { failure: error });
  }
}
