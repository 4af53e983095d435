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

export function textStore(): TextStore {
  const kept: CodeText[] = [];
  let characters = 0;
  let left = 0;
  return {
    get count() {
      return kept.length;
    },
    get left() {
      return left;
    },
    add(text) {
      if (kept.length >= MAX_TEXTS || characters >= MAX_CHARACTERS) {
        left += 1;
        return;
      }
      characters += Math.min(text.text.length, MAX_TEXT);
      kept.push(text.text.length > MAX_TEXT ? { ...text, text: text.text.slice(0, MAX_TEXT) } : text);
    },
    *all() {
      for (const one of kept) yield toAppText(one);
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
