import type { Assessment, Sha256 } from '../../contract/index.ts';

/** Which artefact was found in which, and under what name. */
export interface Part {
  readonly parent: Sha256;
  readonly child: Sha256;
  readonly claimedName: string;
}

const MOST_TOLD = 3;

/**
 * Says with the answer about a whole what was answered about its parts, however deep, where that supports something: a
 * harmless-looking bundle must not hide the app in it. The ratio of the whole stays its own.
 */
export function tellParts(assessments: readonly Assessment[], edges: readonly Part[]): Assessment[] {
  const children = new Map<Sha256, Part[]>();
  for (const edge of edges) children.set(edge.parent, [...(children.get(edge.parent) ?? []), edge]);
  return assessments.map((assessment) => {
    const below = partsOf(assessment.subject, children);
    const told = assessments.flatMap((other) => {
      const name = other.question === assessment.question ? below.get(other.subject) : undefined;
      return name !== undefined && other.answer.startsWith('supports') ? [{ name, words: other.words }] : [];
    });
    if (told.length === 0) return assessment;
    const more =
      told.length > MOST_TOLD ? [`${told.length - MOST_TOLD} more parts of it have such an answer.`] : [];
    const parts = told.slice(0, MOST_TOLD).map(({ name, words }) => `A part of it, “${name}”: ${words}`);
    return { ...assessment, words: [assessment.words, ...parts, ...more].join(' ') };
  });
}

/** All that lies in an artefact, by the first name met on the way down. */
function partsOf(whole: Sha256, children: ReadonlyMap<Sha256, readonly Part[]>): ReadonlyMap<Sha256, string> {
  const names = new Map<Sha256, string>();
  const open = [whole];
  for (const parent of open) {
    for (const { child, claimedName } of children.get(parent) ?? []) {
      if (child === whole || names.has(child)) continue;
      names.set(child, claimedName.slice(0, 120));
      open.push(child);
    }
  }
  return names;
}
