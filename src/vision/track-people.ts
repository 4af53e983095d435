import type { Box } from '../media/index.ts';
import { likeness, meanIdentity } from './dynamics-identity.ts';
import { overlap } from './suppress.ts';

/** One face followed without a break. */
export interface Tracklet {
  readonly startMs: number;
  readonly endMs: number;
  /** Mean place, as parts of the picture's sides. */
  readonly place: Box;
  /** Rows of `describeIdentity`; none: it was never described. */
  readonly identity: readonly Float32Array[];
}

/**
 * Likeness from which two faces are taken for one person, anywhere and at the same place in the picture. In short films of
 * one speaker each, three frames of the beginning and three of the end were alike by 0.80 and more (16 films), three frames
 * of two films by 0.64 at most (171 pairs of 19 films).
 */
export const LIKE_ANYWHERE = 0.72;
export const LIKE_SAME_PLACE = 0.66;
const SAME_PLACE = 0.3;

interface Person {
  readonly members: Tracklet[];
  identity: Float32Array;
  place: Box;
}

/**
 * Which person each tracklet is of, numbered from 0 in order of their first appearance; −1 for tracklets that were never
 * described. Two faces seen at the same time are two people.
 */
export function linkPeople(tracklets: readonly Tracklet[]): number[] {
  const people: Person[] = [];
  const owner = new Map<Tracklet, Person>();
  // Those described most often first: they say best what a person looks like.
  const order = tracklets
    .filter(({ identity }) => identity.length > 0)
    .sort((a, b) => b.identity.length - a.identity.length || a.startMs - b.startMs);
  for (const tracklet of order) owner.set(tracklet, join(tracklet, people));
  const byTime = [...people].sort((a, b) => firstSeen(a) - firstSeen(b));
  return tracklets.map((tracklet) => {
    const person = owner.get(tracklet);
    return person === undefined ? -1 : byTime.indexOf(person);
  });
}

const firstSeen = ({ members }: Person): number => Math.min(...members.map(({ startMs }) => startMs));

function join(tracklet: Tracklet, people: Person[]): Person {
  const own = meanIdentity(tracklet.identity);
  let best: { person: Person; like: number } | undefined;
  for (const person of people) {
    if (person.members.some((other) => meetInTime(other, tracklet))) continue;
    const like = likeness(person.identity, own);
    const least = overlap(person.place, tracklet.place) >= SAME_PLACE ? LIKE_SAME_PLACE : LIKE_ANYWHERE;
    if (like >= least && (best === undefined || like > best.like)) best = { person, like };
  }
  if (best === undefined) {
    const person = { members: [tracklet], identity: own, place: tracklet.place };
    people.push(person);
    return person;
  }
  const { person } = best;
  person.members.push(tracklet);
  person.identity = meanIdentity(person.members.flatMap(({ identity }) => identity));
  person.place = tracklet.place;
  return person;
}

function meetInTime(a: Tracklet, b: Tracklet): boolean {
  return a.startMs <= b.endMs && b.startMs <= a.endMs;
}
