import type { Analyze } from '../../src/contract/plain.ts';
import { examinePicture } from './examine-picture.ts';

/** Looks for exchanged and re-enacted faces. What a file is first counts: an animation is a picture. */
export const analyze: Analyze = async (artefact, context) => {
  const [first = ''] = artefact.mediaTypes.filter((type) => /^(image|video)\//.test(type));
  if (!first.startsWith('video/')) return examinePicture(artefact, context);
  const { examineVideo } = await import('./video/index.ts');
  return examineVideo(artefact, context);
};
