import type { z } from 'zod';
import type { Indicator, Location } from '../contract/index.ts';
import type { Found } from './found.ts';

/**
 * A found value as an analyzer reports it. `confidence` (percent) is how sure the reading is, for text that was
 * recognised from a picture (exact text: 100); the lower of it and of the finder's own counts. `observed` says that a value
 * stands in a text, which does not make it bad; `proposed` that it leads to money or people and is not known to be public.
 */
export function toIndicator(
  found: Found,
  seen: { readonly confidence: number; readonly how: string; readonly location: Location },
): z.input<typeof Indicator> {
  const { kind, value, subtype, reading, defanged } = found;
  const how = [
    seen.how,
    ...(defanged ? ['defanged form undone'] : []),
    ...(found.how === undefined ? [] : [found.how]),
  ];
  return {
    kind,
    value: value.slice(0, 4096),
    ...(subtype === undefined ? {} : { subtype: subtype.slice(0, 60) }),
    standing: found.standing ?? 'observed',
    confidence: Math.round(Math.min(seen.confidence, found.confidence ?? 100)),
    ...(reading === value ? {} : { reading: reading.slice(0, 4096) }),
    check: found.check ?? 'valid',
    ...(found.sensitive === true ? { sensitive: true } : {}),
    provenance: [{ location: seen.location, how: how.join('; ').slice(0, 300) }],
  };
}
