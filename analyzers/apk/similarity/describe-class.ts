import {
  type Dex,
  type DexClass,
  eachMethod,
  methodId,
  typeAt,
  typeList,
} from '../../../src/formats/index.ts';
import type { ProgramNames } from './program-names.ts';

/** Classes with fewer methods look alike everywhere. */
const LEAST_METHODS = 3;
const MOST_METHODS = 400;

/**
 * A class without its names: what of the platform it extends and implements, and what its methods take and give, with
 * every type that is not the platform's as `*`. The same source gives the same shape after renaming. Undefined: too plain.
 */
export function shapeOf(
  dex: Dex,
  one: DexClass,
  names: ProgramNames,
  budget: { left: number },
): string | undefined {
  const protos: string[] = [];
  eachMethod(dex, one, budget, (method) => {
    const id = protos.length < MOST_METHODS ? methodId(dex, method) : undefined;
    if (id) protos.push(names.protoShape(id.second));
  });
  if (protos.length < LEAST_METHODS) return undefined;
  const extended = names.platformType(one.superType);
  const implemented = typeList(dex, one.interfacesOffset).map((type) => names.platformType(type));
  return [extended, implemented.sort().join(','), protos.sort().join(',')].join('|');
}

/**
 * A class name to compare by: without the app's own package name in front, so that a renamed copy still shares it.
 * Undefined: made by tools, or so short that an obfuscator chose it.
 */
export function classNameOf(dex: Dex, one: DexClass, packageName: string): string | undefined {
  const name = typeAt(dex, one.type).slice(1, -1).replaceAll('/', '.');
  const simple = name.slice(name.lastIndexOf('.') + 1);
  if (simple.length < 3 || /^(R|R\$.*|BuildConfig)$/.test(simple)) return undefined;
  return relativeTo(packageName, name);
}

/** `com.a.b.Main` in `com.a` → `.b.Main`. */
export function relativeTo(packageName: string, name: string): string {
  return packageName !== '' && name.startsWith(`${packageName}.`) ? name.slice(packageName.length) : name;
}
