import { type DataSection, descriptor, u32s, uleb } from './build-dex-bytes.ts';
import type { BuiltAnnotation } from './build-dex-model.ts';
import type { Pools } from './build-dex-pools.ts';

/** Writes the annotations of a class itself; returns the offset of their directory, 0: none. */
export function writeAnnotations(
  annotations: readonly BuiltAnnotation[],
  pools: Pools,
  data: DataSection,
): number {
  if (annotations.length === 0) return 0;
  const items = annotations.map(({ type, value, visibility }) =>
    data.push(
      Buffer.concat([
        Buffer.from([visibility ?? 1]),
        uleb(pools.typeOf(descriptor(type))),
        uleb(1),
        uleb(pools.stringOf('value')),
        Buffer.from([0x77]),
        u32s(pools.stringOf(value)),
      ]),
    ),
  );
  const set = data.align().push(u32s(items.length, ...items));
  return data.align().push(u32s(set, 0, 0, 0));
}
