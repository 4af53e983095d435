import { codeLibraries } from '../../../data/android/code-libraries.ts';

const libraries = new Map(Object.entries(codeLibraries));
const MAX_PARTS = 6;

/** Whose public library a class belongs to, by its dotted name (`com.google.gson.Gson` → `Gson`). Undefined: not known as one. */
export function libraryOf(className: string): string | undefined {
  const before = known.get(className);
  if (before !== undefined || known.has(className)) return before;
  const found = lookUp(className);
  if (known.size >= MOST_KNOWN) known.clear();
  if (className.length <= 200) known.set(className, found);
  return found;
}

/** Answers are kept: each text of a program asks about its class. */
const known = new Map<string, string | undefined>();
const MOST_KNOWN = 20_000;

function lookUp(className: string): string | undefined {
  let found: string | undefined;
  let dot = -1;
  for (let part = 0; part < MAX_PARTS; part++) {
    dot = className.indexOf('.', dot + 1);
    if (dot < 0) break;
    found = libraries.get(className.slice(0, dot)) ?? found;
  }
  return found;
}
