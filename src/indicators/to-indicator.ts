import type { z } from 'zod';
import type { Indicator, Location } from '../contract/index.ts';
import type { Found } from './found.ts';

/**
 * A found value as an analyzer reports it. `confidence` (percent) is how sure the reading is, for text that was
 * recognised from a picture; exact text is 100. Standing is `observed`: that a value stands in a text does not make it bad.
 */
export function toIndicator(
  found: Found,
  seen: { readonly confidence: number; readonly how: string; readonly location: Location },
): z.input<typeof Indicator> {
  const { kind, value, subtype, reading, defanged } = found;
  return {
    kind,
    value,
    ...(subtype === undefined ? {} : { subtype }),
    standing: 'observed',
    confidence: Math.round(seen.confidence),
    ...(reading === value ? {} : { reading: reading.slice(0, 4096) }),
    check: 'valid',
    provenance: [{ location: seen.location, how: defanged ? `${seen.how}; defanged form undone` : seen.how }],
  };
}
