import { libraryOf } from '../../../src/apps/index.ts';
import { type Dex, type DexClass, methodId, nameAt, typeList } from '../../../src/formats/index.ts';
import type { CodeSite } from './app-code.ts';
import type { TypeNames } from './type-names.ts';

/** No honest class has more, and thousands of hostile ones may share one long list. */
const MOST_INTERFACES = 64;

/** The class whose code is being read. */
export interface ClassContext {
  readonly one: DexClass;
  readonly descriptor: string;
  readonly name: string;
  readonly library: string | undefined;
  /** Parent first, then interfaces; descriptors. */
  readonly parents: readonly string[];
}

/** `ownPackage`: what stands under it is the app's own, also where a library's name would fit. */
export function classContext(dex: Dex, names: TypeNames, one: DexClass, ownPackage: string): ClassContext {
  const descriptor = names.descriptor(one.type);
  const name = names.dotted(one.type);
  const own = ownPackage !== '' && (name === ownPackage || name.startsWith(`${ownPackage}.`));
  return {
    one,
    descriptor,
    name,
    library: own ? undefined : libraryOf(name),
    parents: [one.superType, ...typeList(dex, one.interfacesOffset, MOST_INTERFACES)].map((type) =>
      names.descriptor(type),
    ),
  };
}

export function siteOf(dex: Dex, context: ClassContext, method: number, entry: string): CodeSite {
  return {
    class: context.name.slice(0, 1024),
    method: methodName(dex, method).slice(0, 1024),
    entry: entry.slice(0, 4096),
    library: context.library,
  };
}

/** Empty where there is none. */
export function methodName(dex: Dex, method: number): string {
  const id = methodId(dex, method);
  return id ? nameAt(dex, id.name) : '';
}
