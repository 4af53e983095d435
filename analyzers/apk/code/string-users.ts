import type { Dex } from '../../../src/formats/index.ts';

export const NOBODY = -1;
/** Held by a class as a constant or in an annotation, not by a method. */
export const NO_METHOD = -2;

/** Who uses each string: the first user, the app's own code before a library's. */
export interface StringUsers {
  /** Number of the method; `NOBODY`, `NO_METHOD`. */
  readonly method: Int32Array;
  /** Number of the type of the class, where there is a user. */
  readonly type: Int32Array;
  use(index: number, type: number, method: number, isLibrary: boolean): void;
}

export function stringUsers(dex: Dex): StringUsers {
  const { count } = dex.strings;
  const method = new Int32Array(count).fill(NOBODY);
  const type = new Int32Array(count);
  const byLibrary = new Uint8Array(count);
  return {
    method,
    type,
    use(index, ownerType, user, isLibrary) {
      if (index >= count) return;
      if (method[index] !== NOBODY && (byLibrary[index] === 0 || isLibrary)) return;
      method[index] = user;
      type[index] = ownerType;
      byLibrary[index] = isLibrary ? 1 : 0;
    },
  };
}
