import type { Json, Model, Sink } from '../../../src/contract/plain.ts';
import { sayScore } from '../../../src/vision/index.ts';
import { LEAST_LOOKS } from './budget.ts';
import { clock } from './clock.ts';
import { type Person, type PersonScore, refusalsOf, scorePerson } from './judge-person.ts';
import type { Look } from './look.ts';

const MOST_LOCATIONS = 100;
const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** A person, and what the head says of the face; `score` undefined: nothing. */
export interface JudgedPerson {
  readonly person: Person;
  readonly score: PersonScore | undefined;
}

export function judgePeople(people: readonly Person[], head: Model | undefined): JudgedPerson[] {
  return people.map((person) => ({ person, score: scorePerson(person, head?.calibration) }));
}

/** Why there is no score for a face. */
function tellUnscored(sink: Sink, person: Person): void {
  const [most] = refusalsOf(person);
  const { length } = person.looks;
  const seen = person.runs.reduce((sum, run) => sum + run.frames, 0);
  if (length < LEAST_LOOKS && seen >= LEAST_LOOKS) {
    sink.notExamined(
      `Face ${person.number}: whether it was swapped`,
      'not-run',
      `The budget for one film allowed ${length} of ${seen} frames with this face to be looked at closely; ${LEAST_LOOKS} that can be examined are needed. In more frames it might have been judged.`,
    );
    return;
  }
  const examinable = person.looks.filter(({ verdict }) => verdict.ok).length;
  const why = most === undefined ? '' : ` Most often: ${most.detail}`;
  sink.notExamined(
    `Face ${person.number}: whether it was swapped`,
    'not-examinable',
    `Of ${length} frames with this face that were looked at closely ${examinable} could be examined; ${LEAST_LOOKS} are needed.${why}`,
  );
}

function remarksOf({ frames, median, trimmedMean, above }: PersonScore, person: Person): string[] {
  const share = above === undefined ? '' : ` ${above} of them at or above the threshold;`;
  const refused = person.looks.length - frames;
  return [
    `The score is the median of ${frames} frames between ${clock(person.startMs)} and ${clock(person.endMs)};${share} mean without extremes ${round(trimmedMean, 2)}, median ${round(median, 2)}.`,
    'Whether the result holds when the film is compressed again or scaled was not tried.',
    'Frames of one film are much alike, so their ratios are not multiplied: the film counts as one picture.',
    ...(refused > 0 ? [`${refused} further frames with this face could not be examined.`] : []),
  ];
}

function locationsOf(looks: readonly Look[]) {
  return looks
    .filter(({ score }) => score !== undefined)
    .slice(0, MOST_LOCATIONS)
    .map(({ atMs, frame, box }) => ({ kind: 'frame' as const, frame, atMs, box }));
}

/** A finding for each face that has a score, a line over time for it, and a reason for each that has none. */
export function tellPeople(
  sink: Sink,
  judged: readonly JudgedPerson[],
  head: Model | undefined,
  evidence: ReadonlyMap<number, readonly string[]>,
): void {
  if (head === undefined) return;
  const among = judged.filter(({ score }) => score !== undefined).length;
  for (const { person, score } of judged) {
    if (score === undefined) {
      tellUnscored(sink, person);
      continue;
    }
    const said = sayScore({
      id: `face-forgery.video.face-${person.number}`,
      subject: `Face ${person.number} of the film`,
      proposition: 'this face was swapped or changed by a tool of the kind tested',
      alternative: 'rather than recorded by a camera',
      ...{ model: head, score: score.median, among },
      locations: locationsOf(person.looks),
      evidence: evidence.get(person.number) ?? [],
      remarks: remarksOf(score, person),
    });
    sink.finding(said.finding);
    if (said.inconclusive !== undefined)
      sink.notExamined(`Face ${person.number}: whether it was swapped`, 'inconclusive', said.inconclusive);
    sink.series({
      name: `Score of face ${person.number} over time`,
      unit: 'score',
      points: person.looks.flatMap(({ atMs, score: raw }): [number, number][] =>
        raw === undefined ? [] : [[atMs, round(raw)]],
      ),
    });
  }
}

/** What is known of each face, as numbers. */
export function factsOfPeople(judged: readonly JudgedPerson[]): Json {
  return judged.map(({ person, score }): Json => {
    const { number, startMs, endMs, place, looks } = person;
    const box = {
      x: round(place.x),
      y: round(place.y),
      width: round(place.width),
      height: round(place.height),
    };
    const seen = { face: number, startMs, endMs, place: box, framesLookedAtClosely: looks.length };
    if (score === undefined) return { ...seen, framesScored: 0 };
    return {
      ...seen,
      framesScored: score.frames,
      medianScore: round(score.median),
      trimmedMeanScore: round(score.trimmedMean),
      framesAboveThreshold: score.above ?? null,
    };
  });
}
