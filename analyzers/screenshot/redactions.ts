import type { Json } from '../../src/contract/index.ts';
import type { Box } from '../../src/media/index.ts';
import type { Conversation } from './conversation.ts';
import type { SeenValue } from './find-values.ts';
import { isOwners, original } from './tell-values.ts';

/** Something to cover before the picture goes to others. */
export interface Redaction {
  readonly what: string;
  readonly box: Box;
}

/**
 * What may identify a victim or bystander: faces, payment cards, and telephone numbers, accounts and names that the owner of
 * the screen wrote. Whose they are is a guess from the layout; a person decides.
 */
export function listRedactions(
  values: readonly SeenValue[],
  talk: Conversation,
  faces: readonly Box[],
): Redaction[] {
  const own = values.flatMap((value): Redaction[] => {
    if (value.found.sensitive === true)
      return [{ what: `${value.found.kind} that may be a victim's`, box: value.box }];
    if (isOwners(value, talk))
      return [{ what: `${value.found.kind} written by the owner of the screen`, box: value.box }];
    return [];
  });
  return [...own, ...faces.map((box) => ({ what: 'face', box }))];
}

export const redactionFact = (list: readonly Redaction[], scale: number): Json =>
  list.slice(0, 500).map(({ what, box }) => ({ what, box: Object.values(original(box, scale)) }));
