import type { Request } from 'express';
import type { CustodyEntry, Principal, Submission } from '../contract/index.ts';
import type { LibraryDb } from '../library/index.ts';
import type { Log, Plan } from '../pipeline/index.ts';
import type { ByteStore } from '../storage/index.ts';

export interface SiteOptions {
  readonly db: LibraryDb;
  readonly store: ByteStore;
  readonly plan: Plan;
  readonly log: Log;
  /** Kind of address a request came from, for the custody log. */
  readonly ipClass: (address: string | undefined) => CustodyEntry['sourceIpClass'];
}

/** What the site has the API do, so that both take the same evidence in the same way. */
export interface SiteServices {
  /** Takes the submission form. `onField` sees each text field first and answers true for its own; it may throw. */
  submitForm(
    req: Request,
    principal: Principal,
    onField: (name: string, value: string) => boolean,
  ): Promise<Submission>;
}

export interface SiteContext extends SiteOptions, SiteServices {}
