import type { Sign } from '../../../data/android/behaviours.ts';
import { classesOf, type Dex, fieldId, methodId, nameAt } from '../../../src/formats/index.ts';
import type { TypeNames } from './type-names.ts';

type Members = ReadonlyMap<string, Sign>;

/** Answers which sign the use of a method or field is, each worked out once. A subclass in the same program counts as its parent. */
export interface MemberWatch {
  method(index: number): Sign | undefined;
  field(index: number): Sign | undefined;
  /** True on the first question about a method. */
  isNew(index: number): boolean;
}

const MAX_PARENTS = 8;

export function watchMembers(
  dex: Dex,
  names: TypeNames,
  watched: { readonly calls: ReadonlyMap<string, Members>; readonly fields: ReadonlyMap<string, Members> },
): MemberWatch {
  const parentOf = new Map<number, number>();
  for (const one of classesOf(dex)) parentOf.set(one.type, one.superType);
  const method = once(dex, dex.methods.count, methodId, lookup(names, parentOf, watched.calls));
  const field = once(dex, dex.fields.count, fieldId, lookup(names, parentOf, watched.fields));
  return { isNew: method.isNew, method: method.signOf, field: field.signOf };
}

/** Works out the sign of each member on the first question. */
function once(
  dex: Dex,
  count: number,
  idOf: (dex: Dex, index: number) => { readonly type: number; readonly name: number } | undefined,
  membersOf: (type: number) => Members | undefined,
): { isNew(index: number): boolean; signOf(index: number): Sign | undefined } {
  const known = new Uint8Array(count);
  const signs = new Map<number, Sign>();
  return {
    isNew: (index) => known[index] === 0,
    signOf(index) {
      if (known[index] === 2) return signs.get(index);
      if (known[index] !== 0) return undefined;
      known[index] = 1;
      const { type, name } = idOf(dex, index)!;
      const sign = membersOf(type)?.get(nameAt(dex, name));
      if (sign) {
        known[index] = 2;
        signs.set(index, sign);
      }
      return sign;
    },
  };
}

function lookup(
  names: TypeNames,
  parentOf: ReadonlyMap<number, number>,
  watched: ReadonlyMap<string, Members>,
): (type: number) => Members | undefined {
  const found = new Map<number, Members | undefined>();
  return (type) => {
    if (found.has(type)) return found.get(type);
    let at: number | undefined = type;
    let members: Members | undefined;
    for (let step = 0; step < MAX_PARENTS && at !== undefined && !members; step++) {
      members = watched.get(names.descriptor(at));
      at = parentOf.get(at);
    }
    found.set(type, members);
    return members;
  };
}
