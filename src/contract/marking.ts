import { z } from 'zod';

/** Traffic Light Protocol 2.0 (FIRST, August 2022), strictest last. Printed as `TLP:AMBER+STRICT`, never translated. */
export const markings = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export const Marking = z.enum(markings);
export type Marking = z.infer<typeof Marking>;

/** What a submission is marked when nobody says. */
export const DEFAULT_MARKING: Marking = 'amber+strict';

/** The stricter of two markings. A child is never less strict than its parent. */
export function stricter(a: Marking, b: Marking): Marking {
  return markings.indexOf(a) >= markings.indexOf(b) ? a : b;
}

/** The label as FIRST writes it. */
export function labelOf(marking: Marking): string {
  return `TLP:${marking.toUpperCase()}`;
}
