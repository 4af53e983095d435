import type { ApiOptions } from './api-options.ts';
import type { Cursors } from './cursor.ts';
import type { EventHub } from './event-hub.ts';
import type { ApiMetrics } from './metrics.ts';
import type { TokenBuckets } from './token-bucket.ts';
import type { TusUploads } from './tus/tus-uploads.ts';

/** What handlers use: the options and what was built from them. */
export interface ApiContext extends ApiOptions {
  /** Allowance per key, and per address that comes without a valid key. */
  readonly requests: TokenBuckets;
  readonly strangers: TokenBuckets;
  readonly cursors: Cursors;
  readonly events: EventHub;
  /** Open event streams by key. */
  readonly openStreams: Map<string, number>;
  readonly meters: ApiMetrics;
  readonly uploads: TusUploads;
}
