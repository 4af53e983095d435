import { AnalysisFailure, type Analyze, type Sink } from '../../src/contract/plain.ts';
import { demuxerFor } from '../../src/media/index.ts';
import { examineContainer } from './examine-container.ts';
import { examineImage } from './examine-image.ts';

/** A file that is several things at once is examined as each: one that fails does not hide the other. */
async function examineEach(
  parts: readonly (readonly [what: string, examine: () => Promise<void>])[],
  sink: Sink,
): Promise<void> {
  for (const [what, examine] of parts)
    try {
      await examine();
    } catch (cause) {
      if (parts.length === 1 || !(cause instanceof AnalysisFailure) || cause.failure === 'cancelled')
        throw cause;
      sink.notExamined(what, 'not-examinable', cause.message);
    }
}

/** Facts, metadata and fingerprints; frames and sound of a video become children. */
export const analyze: Analyze = async (artefact, context) => {
  const demuxer = demuxerFor(artefact.mediaTypes);
  const { signal, sink } = context;
  const isImage = artefact.mediaTypes.some((type) => type.startsWith('image/'));
  if (!isImage && demuxer === undefined)
    throw new AnalysisFailure(
      'unsupported',
      `Assay has no reader for ${artefact.mediaTypes[0] ?? 'a file of unknown kind'} as picture, video or sound.`,
    );
  const parts: [string, () => Promise<void>][] = [];
  if (isImage) parts.push(['The file as a picture', () => examineImage(artefact, context)]);
  if (demuxer !== undefined)
    parts.push([
      'The file as video or sound',
      () => examineContainer({ path: artefact.path, demuxer, signal }, context),
    ]);
  await examineEach(parts, sink);
};
