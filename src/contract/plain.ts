/*
 * The contract without its schemas: types, and the errors that rooms throw. What runs in a jail imports this, because a
 * cold jail is waited for and loading the schemas takes a tenth of a second of each run; the parent checks what comes out.
 */
export * from './errors.ts';
export type * from './index.ts';
