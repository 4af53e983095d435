/** What the findings of all app analyzers answer, and how far: used by each of their manifests. */
export const appAnswers = [
  {
    question: 'fraudulent-app' as const,
    method:
      'Traits of the file are weighed one by one (data/apps/weights.ts) and multiplied; of those with one cause only the strongest counts.',
    calibration:
      'Not calibrated on cases: the weights are the judgement of the authors. Checked on 72 harmless apps (test apps of open projects; none reached support) and 6 made in the manner of fake investment apps (2 did).',
    // None of 72 leaves a rate of up to 1 in 24 (rule of three): no ratio beyond that can be carried, were every case met.
    bound: 20,
    limits: [
      'The fraud happens on the server and in the chat, which are not examined: an app without any such trait can be a part of it.',
      'Which brands and packages are genuine comes from a list that may be incomplete.',
    ],
  },
];
