import type { ManifestInput } from '../../src/contract/index.ts';

type Answers = NonNullable<ManifestInput['answers']>;

/** What the rules of `rules/` answer, and how far they carry. `unweighed`: what the analyzer sees besides and does not weigh. */
export function scamAnswers(unweighed: string): Answers {
  return [
    {
      question: 'scam-content',
      method:
        'Phrases of published schemes, stage by stage; the strongest phrase of each stage counts once, with a ratio judged by the authors.',
      calibration:
        'Not calibrated on cases. Checked on 152 short texts in 15 languages, 5 575 English and 2 804 Thai short messages (bench/text).',
      bound: 30,
      limits: [
        `Schemes in other words, and ${unweighed}, are not weighed here.`,
        'The phrases have not been confirmed by native speakers.',
      ],
    },
  ];
}
