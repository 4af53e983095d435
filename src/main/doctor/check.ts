/** One thing that Assay needs. `warn`: works, but not as well or as safely as it should. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'bad';
  readonly says: string;
  /** What to do about it; set unless ok. */
  readonly fix?: string;
}

export const ok = (name: string, says: string): Check => ({ name, state: 'ok', says });
export const warn = (name: string, says: string, fix: string): Check => ({ name, state: 'warn', says, fix });
export const bad = (name: string, says: string, fix: string): Check => ({ name, state: 'bad', says, fix });
