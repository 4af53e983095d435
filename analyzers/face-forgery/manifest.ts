import type { ManifestInput } from '../../src/contract/index.ts';

export const manifest: ManifestInput = {
  name: 'face-forgery',
  version: '1.0.0',
  summary:
    'Looks at faces in pictures and videos for traces of an exchanged or re-enacted face, and says how strong and how steady they are.',
  accepts: [
    { mediaType: 'image/*', relations: ['exhibit', 'extracted-from'] },
    { mediaType: 'video/*', relations: ['exhibit', 'extracted-from'] },
  ],
  models: ['blazeface', 'facemesh', 'faceres', 'face-features', 'face-swap'],
  addedModels: ['face-score'],
  programs: ['ffmpeg', 'ffprobe'],
  packages: ['sharp', 'onnxruntime-node'],
  blindSpots: [
    'Tools for exchanging faces that came after the calibration, or that work in other ways than those tested',
    'Changes to anything but faces',
    'Faces that are small in a large picture, turned away or covered: they can be missed',
    'Generated faces in films, all video tracks of a film but one, and faces seen for a few frames only',
    'Whose face it is',
  ],
  answers: [
    {
      question: 'manipulated-media',
      method:
        'A score of each face by a network is turned into a likelihood ratio by a logistic calibration; the weakest of the picture and its re-compressed and scaled copies counts, divided by the number of faces. Of a film the median of a face’s examinable frames counts, as one picture.',
      calibration:
        'Faces that training did not see, as they are and degraded: DFDC clips (846 recorded, 846 exchanged), 404 portraits of 16 other sources, 10 swaps of another tool.',
      // As in models/manifest.json; why: docs/decisions/0012-frozen-features.md.
      bound: 10,
      limits: [
        'On seven clips of another collection (FaceForensics++) the scores told forged from genuine no better than chance.',
        'Nearly all exchanged faces of the calibration come from one collection (DFDC); few from tools of today.',
        'No indication is no evidence that a face is genuine.',
      ],
    },
  ],
  limits: {
    inputBytes: 8 * 1024 * 1024 * 1024,
    wallSeconds: 600,
    cpuSeconds: 600,
    memoryMiB: 2048,
    outputBytes: 128 * 1024 * 1024,
    workdirMiB: 64,
    children: 0,
  },
};
