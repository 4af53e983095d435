import { AnalysisFailure, type Analyze } from '../../src/contract/index.ts';
import { demuxerFor } from '../../src/media/index.ts';
import { examineContainer } from './examine-container.ts';
import { examineImage } from './examine-image.ts';

/** Facts, metadata and fingerprints; frames and sound of a video become children. */
export const analyze: Analyze = async (artefact, context) => {
  const demuxer = demuxerFor(artefact.mediaTypes);
  if (artefact.mediaTypes.some((type) => type.startsWith('image/'))) {
    await examineImage(artefact, context);
    return;
  }
  if (demuxer === undefined)
    throw new AnalysisFailure(
      'unsupported',
      `Assay has no reader for ${artefact.mediaTypes[0] ?? 'a file of unknown kind'} as picture, video or sound.`,
    );
  await examineContainer({ path: artefact.path, demuxer, signal: context.signal }, context);
};
