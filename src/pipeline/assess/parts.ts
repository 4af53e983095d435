import type { Assessment, Sha256 } from '../../contract/index.ts';

/** Which artefact was found in which. */
export interface Part {
  readonly parent: Sha256;
  readonly child: Sha256;
}

const MOST_TOLD = 3;

/**
 * Says with the answer about a whole what was answered about its parts, however deep, where that supports something: a
 * harmless-looking bundle must not hide the app in it. The ratio of the whole stays its own. Parts are named by their hash:
 * their claimed names do not leave the unit, and these words may.
 */
export function tellParts(assessments: readonly Assessment[], edges: readonly Part[]): Assessment[] {
  const children = new Map<Sha256, Part[]>();
  for (const edge of edges) children.set(edge.parent, [...(children.get(edge.parent) ?? []), edge]);
  return assessments.map((assessment) => {
    const below = partsOf(assessment.subject, children);
    const told = assessments.filter(
      ({ question, subject, answer }) =>
        question === assessment.question && below.has(subject) && answer.startsWith('supports'),
    );
    if (told.length === 0) return assessment;
    const more =
      told.length > MOST_TOLD ? [`${told.length - MOST_TOLD} more parts of it have such an answer.`] : [];
    const parts = told
      .slice(0, MOST_TOLD)
      .map(({ subject, words }) => `A part of it (SHA-256 ${subject.slice(0, 12)}…): ${words}`);
    return { ...assessment, words: [assessment.words, ...parts, ...more].join(' ') };
  });
}

/** All that lies in an artefact, however deep. */
function partsOf(whole: Sha256, children: ReadonlyMap<Sha256, readonly Part[]>): ReadonlySet<Sha256> {
  const met = new Set([whole]);
  // A set is walked while it grows.
  for (const parent of met) for (const { child } of children.get(parent) ?? []) met.add(child);
  met.delete(whole);
  return met;
}
