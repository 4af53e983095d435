import type { FailureCode } from '../contract/index.ts';

/** How the program in a jail ended, whatever held it. */
export interface JailEnd {
  /** Exit code of the program, where it exited by itself. */
  readonly code: number | undefined;
  /** Number of the signal that ended it. */
  readonly signal: number | undefined;
  /** The last of what it wrote on stdout and stderr: printable, for people, never parsed for results. */
  readonly words: string;
}

const SIGILL = 4;
const SIGTRAP = 5;
const SIGABRT = 6;
const SIGKILL = 9;
const SIGXCPU = 24;
const SIGXFSZ = 25;

/** Printed by V8, C++ and ffmpeg when an allocation fails. */
const outOfMemory = /out of memory|bad_alloc|cannot allocate memory|allocation failed/i;

/** Names an end that nobody asked for. Only chooses between codes: what a hostile program prints gains it nothing. */
export function diagnose(end: JailEnd): { failure: FailureCode; detail: string } {
  if (end.signal === SIGXCPU) return { failure: 'timed-out', detail: 'It used up its CPU seconds.' };
  if (end.signal === SIGXFSZ) return { failure: 'over-limit', detail: 'It wrote a file beyond its limit.' };
  if (outOfMemory.test(end.words))
    return { failure: 'over-limit', detail: 'It needed more memory than its limit.' };
  // V8 ends itself by a trap when memory is refused in a place where it cannot even say so.
  if ((end.signal === SIGTRAP || end.signal === SIGILL) && end.words.trim() === '')
    return {
      failure: 'over-limit',
      detail: 'It ended itself without a word, as happens when no memory is left.',
    };
  if (end.signal === SIGKILL)
    return { failure: 'crashed', detail: 'It was killed by the system, probably for want of memory.' };
  const how =
    end.signal === SIGABRT
      ? 'It aborted.'
      : end.signal !== undefined
        ? `It was ended by signal ${end.signal}.`
        : `It exited with code ${end.code ?? 'unknown'} before saying that it had finished.`;
  return {
    failure: 'crashed',
    detail: end.words === '' ? how : `${how} Its last words: ${end.words.slice(-600)}`,
  };
}

/** Exit status as Node gives it; bubblewrap and shells report a signal as 128 + its number. */
export function endOf(code: number | null, signal: number | undefined, words: string): JailEnd {
  if (signal !== undefined) return { code: undefined, signal, words };
  if (code !== null && code > 128 && code < 192) return { code: undefined, signal: code - 128, words };
  return { code: code ?? undefined, signal: undefined, words };
}
