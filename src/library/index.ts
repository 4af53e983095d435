export * from './append-custody.ts';
export * from './artefacts.ts';
export { authenticate } from './authenticate.ts';
export * from './check-quota.ts';
export { type ChainHead, GENESIS } from './custody-line.ts';
export { CustodyStamp, readStamps } from './custody-stamps.ts';
export { type FileLock, lockFile } from './embedded/file-lock.ts';
export {
  type EmbeddedPostgres,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded/start-embedded-postgres.ts';
export * from './events.ts';
export * from './handouts.ts';
export * from './idempotency.ts';
export * from './keys.ts';
export { latestResult } from './latest-result.ts';
export * from './leases.ts';
export * from './listen.ts';
export * from './migrate.ts';
export * from './new-id.ts';
export * from './open-database.ts';
export * from './read-custody.ts';
export * from './release-rules.ts';
export * from './release-search.ts';
export * from './releases.ts';
export { readReportRuns } from './report-runs.ts';
export * from './reports.ts';
export * from './runs.ts';
export * from './schema.ts';
export * from './sessions.ts';
export * from './stamp-heads.ts';
export * from './store-step.ts';
export * from './submissions.ts';
export type { TransactOptions } from './transact.ts';
export * from './tree.ts';
export * from './units.ts';
export * from './uploads.ts';
export * from './verify-custody.ts';
