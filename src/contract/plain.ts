/*
 * The contract without its schemas: types, the errors that rooms throw, and words. What runs in a jail imports this, because a
 * cold jail is waited for and loading the schemas takes a tenth of a second of each run; the parent checks what comes out.
 */
export * from './errors.ts';
export type * from './index.ts';
export * from './verbal-scale.ts';
