import type { Sign } from '../../../data/android/behaviours.ts';
import { classesOf, type Dex, fieldId, methodId, stringAt, typeAt } from '../../../src/formats/index.ts';

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
  watched: { readonly calls: ReadonlyMap<string, Members>; readonly fields: ReadonlyMap<string, Members> },
): MemberWatch {
  const parentOf = new Map<number, number>();
  for (const one of classesOf(dex)) parentOf.set(one.type, one.superType);
  const callsOf = lookup(dex, parentOf, watched.calls);
  const fieldsOf = lookup(dex, parentOf, watched.fields);
  const known = new Uint8Array(dex.methods.count);
  const methods = new Map<number, Sign>();
  const resolve = (index: number): void => {
    known[index] = 1;
    const id = methodId(dex, index)!;
    const members = callsOf(id.type);
    const sign = members?.get(stringAt(dex, id.name));
    if (sign) methods.set(index, sign);
  };
  return {
    isNew: (index) => index < known.length && known[index] === 0,
    method(index) {
      if (index >= known.length) return undefined;
      if (known[index] === 0) resolve(index);
      return methods.get(index);
    },
    field(index) {
      const id = fieldId(dex, index);
      return id && fieldsOf(id.type)?.get(stringAt(dex, id.name));
    },
  };
}

function lookup(
  dex: Dex,
  parentOf: ReadonlyMap<number, number>,
  watched: ReadonlyMap<string, Members>,
): (type: number) => Members | undefined {
  const found = new Map<number, Members | undefined>();
  return (type) => {
    if (found.has(type)) return found.get(type);
    let at: number | undefined = type;
    let members: Members | undefined;
    for (let step = 0; step < MAX_PARENTS && at !== undefined && !members; step++) {
      members = watched.get(typeAt(dex, at));
      at = parentOf.get(at);
    }
    found.set(type, members);
    return members;
  };
}
