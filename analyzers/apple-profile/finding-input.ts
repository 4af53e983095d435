import type { Sink } from '../../src/contract/index.ts';

/** A finding as the sink takes it: defaults may be left out. */
export type FindingInput = Parameters<Sink['finding']>[0];
