import type { AppText } from '../../../src/apps/index.ts';

/** A text as code holds it. `method` empty: a constant of the class, or of nothing known. */
export interface CodeText {
  readonly text: string;
  readonly entry: string;
  readonly owner: string | undefined;
  readonly method: string;
  readonly offset: number;
  readonly how: string;
}

/** Keeps the texts of an app's code, up to a bound in number and length. */
export interface TextStore {
  add(text: CodeText): void;
  /** As the collector of indicators takes them; can be gone through more than once. */
  all(): Iterable<AppText>;
  readonly count: number;
  /** How many did not fit. */
  readonly left: number;
}

const MAX_TEXTS = 500_000;
const MAX_CHARACTERS = 32 * 1024 * 1024;
/** Longer ones are cut: data, not words. */
const MAX_TEXT = 65_536;

/** Kept by columns: half a million objects would take as much memory again as the texts. */
export function textStore(): TextStore {
  const texts: string[] = [];
  const places: string[] = [];
  const offsets: number[] = [];
  const owners: (string | undefined)[] = [];
  let characters = 0;
  let left = 0;
  return {
    get count() {
      return texts.length;
    },
    get left() {
      return left;
    },
    add({ text, entry, owner, method, offset, how }) {
      if (texts.length >= MAX_TEXTS || characters >= MAX_CHARACTERS) {
        left += 1;
        return;
      }
      characters += Math.min(text.length, MAX_TEXT);
      texts.push(text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text);
      places.push(entry, method, how);
      offsets.push(offset);
      owners.push(owner);
    },
    *all() {
      for (let at = 0; at < texts.length; at++)
        yield toAppText({
          text: texts[at]!,
          entry: places[at * 3]!,
          method: places[at * 3 + 1]!,
          how: places[at * 3 + 2]!,
          offset: offsets[at]!,
          owner: owners[at],
        });
    },
  };
}

/** Whole or half a pair: hardly any text has one. */
const surrogate = /[\ud800-\udfff]/;

function toAppText({ text, entry, owner, method, offset, how }: CodeText): AppText {
  const path = entry.slice(0, 4096);
  const named = owner !== undefined && method !== '';
  return {
    text: surrogate.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text,
    location: named
      ? { kind: 'method', class: owner.slice(0, 1024), method: method.slice(0, 1024), entry: path }
      : { kind: 'entry', path, offset },
    how,
    origin: 'code',
    ...(owner === undefined ? {} : { owner }),
  };
}
