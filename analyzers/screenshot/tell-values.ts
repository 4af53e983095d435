import type { z } from 'zod';
import type { Indicator, Sink } from '../../src/contract/index.ts';
import { toIndicator } from '../../src/indicators/index.ts';
import { type Box, scaleBox } from '../../src/media/index.ts';
import type { Conversation } from './conversation.ts';
import type { SeenValue } from './find-values.ts';

type IndicatorInput = z.input<typeof Indicator>;

/** Whole pixels of the original. */
export function original(box: Box, scale: number): Box {
  const { x, y, width, height } = scaleBox(box, 1 / scale);
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** Kinds that name a person when they are the owner's own. */
const personal: ReadonlySet<string> = new Set([
  'phone',
  'email',
  'bank-account',
  'card',
  'payment-id',
  'handle',
]);

const inside = (box: Box, outer: Box): boolean => {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return x >= outer.x && x <= outer.x + outer.width && y >= outer.y && y <= outer.y + outer.height;
};

/** Said by whoever owns the screen, who is most often the one who brought the picture. */
export function isOwners({ box, found }: SeenValue, { utterances }: Conversation): boolean {
  if (!personal.has(found.kind)) return false;
  return utterances.some((u) => u.speaker === 'owner' && inside(box, u.block.box));
}

/** Each value once: its surest reading stands for it, the others add where else it was seen. */
export function tellValues(
  sink: Sink,
  values: readonly SeenValue[],
  talk: Conversation,
  scale: number,
  findings: readonly string[],
): number {
  const byValue = new Map<string, IndicatorInput>();
  for (const value of values) {
    const { found, box, confidence, how } = value;
    const location = { kind: 'box' as const, ...original(box, scale) };
    const own = isOwners(value, talk);
    const next: IndicatorInput = {
      ...toIndicator(found, {
        confidence,
        how: own ? `${how}; written by the owner of the screen` : how,
        location,
      }),
      ...(own ? { sensitive: true } : {}),
    };
    const key = `${found.kind} ${found.value}`;
    const known = byValue.get(key);
    if (known === undefined) byValue.set(key, next);
    else {
      const provenance = [...(known.provenance ?? []), ...(next.provenance ?? [])].slice(0, 50);
      const surest = next.confidence > known.confidence ? next : known;
      // Once seen with a victim, a value stays out of exports.
      byValue.set(key, {
        ...surest,
        provenance,
        sensitive: known.sensitive === true || next.sensitive === true,
      });
    }
  }
  for (const indicator of byValue.values()) sink.indicator({ ...indicator, findings: [...findings] });
  return byValue.size;
}
