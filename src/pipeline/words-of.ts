import { AssayError } from '../contract/index.ts';

/** An error in words for the log: no stack, no cause that could hold file contents. */
export function wordsOf(error: unknown): string {
  if (error instanceof AssayError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
