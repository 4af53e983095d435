import type { Express } from 'express';
import type { ApiOptions } from './api-options.ts';

/** The HTTP service. Serve `app` with `node:http`; dispose it before the database: event streams end then. */
export interface Api extends AsyncDisposable {
  readonly app: Express;
  /** Removes expired unfinished uploads and stored bytes that no submission took. Call it on a timer (each ten minutes). */
  sweep(): Promise<void>;
}

/** Builds the service. Starts listening for database notifications, but opens no port. */
export declare function createApi(options: ApiOptions): Promise<Api>;
