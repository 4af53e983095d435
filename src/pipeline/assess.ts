import type { Artefact, Assessment, MediaType, Run, Sha256 } from '../contract/index.ts';

type Question = Assessment['question'];

/** What is asked about an artefact, as two propositions (ENFSI Guideline for Evaluative Reporting, 2015). */
interface Asked {
  readonly question: Question;
  readonly proposition: string;
  readonly alternative: string;
  readonly concerns: (type: MediaType) => boolean;
  readonly limits: readonly string[];
}

const APPS: readonly MediaType[] = ['application/vnd.android.package-archive', 'application/x-ios-app'];

const ASKED: readonly Asked[] = [
  {
    question: 'manipulated-media',
    proposition: 'A face, voice or scene in this media was generated or altered by a tool made for that.',
    alternative:
      'It was recorded by a camera or microphone and changed no further than by ordinary processing.',
    concerns: (type) => /^(image|video|audio)\//.test(type),
    limits: [
      'No method for this question is installed. Findings below come from analyzers that do not answer it.',
    ],
  },
  {
    question: 'fraudulent-app',
    proposition: 'This app was made to defraud those who install it.',
    alternative: 'This app was made for the purpose it states.',
    concerns: (type) => APPS.includes(type),
    limits: [
      'What the app contains is listed; no calibrated method weighs it. Many harmless apps share single traits of it.',
    ],
  },
  {
    question: 'scam-content',
    proposition: 'The text or picture was used to persuade a person to send money or secrets by deceit.',
    alternative: 'It is ordinary communication.',
    concerns: (type) => /^(image\/|text\/plain$)/.test(type),
    limits: [
      'Text that could be read and addresses found in it are listed; no method here judges their meaning.',
    ],
  },
];

/** An artefact and its runs, as a report holds them. */
export interface Examined {
  readonly artefact: Artefact;
  readonly runs: readonly Run[];
}

/**
 * The machine's answer to each question that concerns an artefact. No analyzer has a calibrated method yet, so every
 * answer is `not-run`: it says so, and points at findings that a person should weigh. Pure.
 */
export function assess(examined: readonly Examined[], isSubject: (sha256: Sha256) => boolean): Assessment[] {
  return examined
    .filter(({ artefact }) => isSubject(artefact.sha256))
    .flatMap(({ artefact, runs }) =>
      ASKED.filter((asked) => artefact.mediaTypes.some(asked.concerns)).map((asked) =>
        answer(asked, artefact.sha256, runs),
      ),
    );
}

function answer(asked: Asked, subject: Sha256, runs: readonly Run[]): Assessment {
  const findings = runs.flatMap((run) =>
    run.result.findings
      .filter((finding) => finding.severity === 'medium' || finding.severity === 'high')
      .map((finding) => ({ run: run.id, finding: finding.id })),
  );
  return {
    question: asked.question,
    subject,
    proposition: asked.proposition,
    alternative: asked.alternative,
    answer: 'not-run',
    words: wordsOf(asked.question, findings.length),
    findings,
    limits: [...asked.limits],
  };
}

const UNANSWERED: Record<Question, string> = {
  'manipulated-media': 'Whether this media was generated or altered was not examined',
  'fraudulent-app': 'Whether this app was made to defraud was not assessed by a calibrated method',
  'scam-content': 'Whether this content was used to deceive was not assessed by a calibrated method',
};

function wordsOf(question: Question, findings: number): string {
  const open = `${UNANSWERED[question]}, so this report supports neither proposition.`;
  if (findings === 0) return open;
  const were = findings === 1 ? '1 finding was' : `${findings} findings were`;
  return `${open} ${were} made that a person should weigh.`;
}
