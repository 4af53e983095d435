import { type Anomaly, anomalyLog } from '../anomaly.ts';
import { compareHeaders, readLocalHeader } from './read-entry.ts';
import type { Zip, ZipAnomalyCode } from './zip.ts';

/** Compares each entry's local header with the directory, for at most `maxEntries`. What lies is listed, not judged. */
export async function auditHeaders(
  zip: Zip,
  maxEntries = 20_000,
): Promise<readonly Anomaly<ZipAnomalyCode>[]> {
  const log = anomalyLog<ZipAnomalyCode>();
  for (const entry of zip.entries.slice(0, maxEntries))
    for (const { code, detail } of compareHeaders(entry, await readLocalHeader(zip.source, entry)))
      log.add(code, detail, { offset: entry.localOffset, entry: entry.name.slice(0, 200) });
  return log.all;
}
