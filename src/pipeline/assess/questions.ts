import type { MediaType, Question } from '../../contract/index.ts';

/** What is asked about an artefact, as two propositions (ENFSI Guideline for Evaluative Reporting, 2015). */
export interface Asked {
  readonly question: Question;
  /** Completes “support that …”. */
  readonly proposition: string;
  readonly alternative: string;
  /** Follow the proposition and the alternative, naming the other. */
  readonly notAlternative: string;
  readonly notProposition: string;
  /** Completes “Whether …”. */
  readonly whether: string;
  readonly concerns: (type: MediaType) => boolean;
  /** Said when no installed method answers it. */
  readonly unanswered: string;
}

const APPS: readonly MediaType[] = ['application/vnd.android.package-archive', 'application/x-ios-app'];

export const asked: readonly Asked[] = [
  {
    question: 'manipulated-media',
    proposition: 'a face, voice or scene in it was generated or altered by a tool of the kind tested',
    alternative:
      'it was recorded by a camera or microphone and changed no further than by ordinary processing',
    notAlternative: 'rather than recorded by a camera or microphone',
    notProposition: 'rather than generated or altered by a tool of the kind tested',
    whether: 'this media was generated or altered',
    concerns: (type) => /^(image|video|audio)\//.test(type),
    unanswered:
      'No method for this question is installed. Findings below come from analyzers that do not answer it.',
  },
  {
    question: 'fraudulent-app',
    proposition: 'this is a fraudulent investment app',
    alternative: 'this is a genuine app',
    notAlternative: 'rather than a genuine one',
    notProposition: 'rather than a fraudulent investment app',
    whether: 'this app was made to defraud',
    concerns: (type) => APPS.includes(type),
    unanswered:
      'What the app contains is listed; no calibrated method weighs it. Many harmless apps share single traits of it.',
  },
  {
    question: 'scam-content',
    proposition: 'this is contact by a scam operation',
    alternative: 'this is an ordinary conversation',
    notAlternative: 'rather than an ordinary conversation',
    notProposition: 'rather than contact by a scam operation',
    whether: 'this content was used to deceive',
    concerns: (type) => /^(image\/|text\/plain$)/.test(type),
    unanswered:
      'Text that could be read and addresses found in it are listed; no method here judges their meaning.',
  },
];

/** The proposition, narrowed to a kind where the findings speak of one. */
export function propositionOf({ proposition }: Asked, kind: string | undefined): string {
  return kind === undefined ? proposition : `${proposition} of the kind “${kind}”`;
}
