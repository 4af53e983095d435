import { libraryOf } from '../../../src/apps/index.ts';
import type { AppCode } from './app-code.ts';

/** How far the names of the classes were taken away. Ratios are of the classes of no known library. */
export interface NameMeasure {
  readonly classes: number;
  /** Last part of the name of one or two characters. */
  readonly short: number;
  /** With letters outside ASCII: build tools write none, some protectors do. */
  readonly foreign: number;
  /** Made of letters that are hard to tell apart, or of Java's own words. */
  readonly confusing: number;
}

const javaWords = new Set(
  'abstract boolean break byte case catch char class continue default do double else extends final finally float for if implements import int interface long native new null package private protected public return short static super switch this throw throws transient try void volatile while'.split(
    ' ',
  ),
);

export function measureNames({ classNames }: AppCode): NameMeasure {
  let classes = 0;
  let short = 0;
  let foreign = 0;
  let confusing = 0;
  for (const name of classNames) {
    if (libraryOf(name) !== undefined) continue;
    const last = name.slice(name.lastIndexOf('.') + 1).split('$')[0]!;
    if (last === 'R' || last === 'BuildConfig') continue;
    classes += 1;
    if (last.length <= 2) short += 1;
    if (/[^\0-\x7f]/.test(name)) foreign += 1;
    if (javaWords.has(last) || (last.length >= 5 && /^(?:[lI1]+|[oO0]+)$/.test(last))) confusing += 1;
  }
  return { classes, short, foreign, confusing };
}
