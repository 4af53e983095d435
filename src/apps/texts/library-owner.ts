import { libraryOf } from '../libraries/library-of.ts';
import type { AppText } from './app-text.ts';

/** Marks a native library or assembly of a known maker as owner: `library:libflutter.so`. */
export const LIBRARY_OWNER = 'library:';

/** Whether a text belongs to a library that many apps carry, so that it says little about this one. */
export function isOfLibrary({ owner }: Pick<AppText, 'owner'>): boolean {
  return owner !== undefined && (owner.startsWith(LIBRARY_OWNER) || libraryOf(owner) !== undefined);
}
