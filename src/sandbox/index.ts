export { type Detected, detectIsolation } from './detect-isolation.ts';
export type { JailRequest, Jails, JailsOptions } from './jails.ts';
export { openJails } from './open-jails.ts';
