import type { Quotas } from '../../library/index.ts';
import type { Config } from '../config.ts';

/** What a new unit may use. */
export function quotasOf(config: Config): Quotas {
  return {
    quotaBytes: config.quotaBytes,
    quotaOpenSubmissions: config.quotaOpenSubmissions,
    inFlightCap: config.inFlightCap,
  };
}
