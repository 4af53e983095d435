import type { GeneratorRule } from './generators.ts';

/** How much a statement of the file about itself weighs. Nobody has counted how often such statements are false. */
export const ratios = {
  /** Signed, the file unchanged, and a listed authority vouches for the signer. */
  signedByListed: 100,
  /** Signed and the file unchanged; who signed is not vouched for: anyone can make such a signature. */
  signedByUnlisted: 50,
  /** The statement stands in a manifest that does not hold, or without any signature. */
  declared: 30,
  settings: 50,
  label: 30,
  tool: 15,
} as const;

export function ratioOf(kind: GeneratorRule['kind']): number | undefined {
  return kind === 'editor' ? undefined : ratios[kind];
}

export const provenanceAnswers = [
  {
    question: 'manipulated-media' as const,
    method:
      'Statements of the file about its own origin (C2PA, declared source type, traces of generators) are weighed; only the strongest counts, because they share a cause.',
    calibration:
      'Not calibrated on cases: the ratios are the judgement of the authors. Checked on 545 real pictures and clips of public test sets, of which none carries such a statement; most of those had lost their metadata before.',
    // None of 545 leaves a rate of up to 1 in 181 (rule of three); most could not have shown one, so less is carried.
    bound: 100,
    onlyWhenFound: true,
    limits: [
      'Metadata can be removed, copied or invented by anyone; without a signature that holds, a statement about the origin is only a statement.',
      'No statement of origin says nothing: messengers and most platforms remove it.',
      'It speaks of the whole file, not of a face or a part.',
    ],
  },
];
