import type { z } from 'zod';
import type { Finding } from '../../src/contract/index.ts';

export type FindingInput = z.input<typeof Finding>;

/** Statements of a file about itself share one cause: whoever wrote it. */
export const GROUP = 'declared-origin';

/** Support for “generated or altered”, in words of its basis. */
export function supportOf(ratio: number, basis: string): NonNullable<FindingInput['support']> {
  return {
    question: 'manipulated-media',
    ratio,
    group: GROUP,
    basis: `Judgement of the authors, not a count: ${basis}`.slice(0, 500),
  };
}
