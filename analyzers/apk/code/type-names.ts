import { type Dex, dottedName, typeAt } from '../../../src/formats/index.ts';

/** Names of one program's types, each decoded once. */
export interface TypeNames {
  /** `Lcom/a/B;` */
  descriptor(type: number): string;
  /** `com.a.B` */
  dotted(type: number): string;
}

export function typeNames(dex: Dex): TypeNames {
  const descriptors: (string | undefined)[] = new Array(dex.types.count);
  const dotted: (string | undefined)[] = new Array(dex.types.count);
  const names: TypeNames = {
    descriptor(type) {
      if (type >= descriptors.length) return '';
      descriptors[type] ??= typeAt(dex, type);
      return descriptors[type];
    },
    dotted(type) {
      if (type >= dotted.length) return '';
      dotted[type] ??= dottedName(names.descriptor(type));
      return dotted[type];
    },
  };
  return names;
}
