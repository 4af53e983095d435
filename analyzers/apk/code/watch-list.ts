import { type Behaviour, behaviours, type Sign } from '../../../data/android/behaviours.ts';

/** The signs of all behaviours, arranged so that each is found by one look. Descriptors as in the code: `La/B;`. */
export interface WatchList {
  /** Class → member → signs. */
  readonly calls: ReadonlyMap<string, ReadonlyMap<string, Sign>>;
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, Sign>>;
  readonly parents: ReadonlyMap<string, Sign>;
  readonly classes: readonly (readonly [string, Sign])[];
  readonly texts: ReadonlyMap<string, Sign>;
  readonly parts: readonly (readonly [string, Sign])[];
}

export function makeWatchList(rules: readonly Behaviour[] = behaviours): WatchList {
  const calls = new Map<string, Map<string, Sign>>();
  const fields = new Map<string, Map<string, Sign>>();
  const parents = new Map<string, Sign>();
  const classes: [string, Sign][] = [];
  const texts = new Map<string, Sign>();
  const parts: [string, Sign][] = [];
  for (const sign of new Set(rules.flatMap((rule) => rule.signs.flat()))) {
    const space = sign.indexOf(' ');
    const [kind, what] = [sign.slice(0, space), sign.slice(space + 1)];
    if (kind === 'call') addMember(calls, what, sign);
    else if (kind === 'field') addMember(fields, what, sign);
    else if (kind === 'extends') parents.set(descriptorOf(what), sign);
    else if (kind === 'class') classes.push([descriptorOf(what).slice(0, -1), sign]);
    else if (kind === 'text') texts.set(what, sign);
    else if (kind === 'part') parts.push([what, sign]);
  }
  return { calls, fields, parents, classes, texts, parts };
}

export const descriptorOf = (dotted: string): string => `L${dotted.replaceAll('.', '/')};`;

function addMember(map: Map<string, Map<string, Sign>>, what: string, sign: Sign): void {
  const dot = what.lastIndexOf('.');
  const owner = descriptorOf(what.slice(0, dot));
  const members = map.get(owner) ?? new Map<string, Sign>();
  members.set(what.slice(dot + 1), sign);
  map.set(owner, members);
}
