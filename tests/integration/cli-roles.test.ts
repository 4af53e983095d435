import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Report } from '../../src/contract/index.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { type Assay, runAssay, startAssay, waitForWords } from '../support/run-assay.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

let folder: string;
let postgres: TestPostgres;
let redis: TestRedis;
let s3: TestS3;
const running: Assay[] = [];

/** Settings of one process; each machine has a data folder of its own. */
const env = (machine: string): Record<string, string> => ({
  NODE_NO_WARNINGS: '1',
  ASSAY_DATA: join(folder, machine),
  ASSAY_PORT: '0',
  ASSAY_SPARES: '0',
  DATABASE_URL: postgres.url,
  REDIS_URL: redis.url,
  ASSAY_STORE: 's3',
  ASSAY_S3_ENDPOINT: s3.endpoint,
  ASSAY_S3_BUCKET: s3.bucket,
  ASSAY_S3_REGION: s3.region,
  ASSAY_S3_ACCESS_KEY_ID: s3.credentials.accessKeyId,
  ASSAY_S3_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-roles-'));
  [postgres, redis, s3] = await Promise.all([startPostgres(), startRedis(), startS3()]);
});
afterAll(async () => {
  for (const assay of running) assay.process.kill('SIGKILL');
  await Promise.allSettled([
    postgres[Symbol.asyncDispose](),
    redis[Symbol.asyncDispose](),
    s3[Symbol.asyncDispose](),
  ]);
  await rm(folder, { recursive: true, force: true });
});

describe('one API and two workers, on Redis, PostgreSQL and an S3-compatible store', () => {
  let address: string;

  it('start once the database is migrated', async () => {
    expect((await runAssay(['migrate'], env('api'))).code).toBe(0);
    const api = startAssay(['api'], env('api'));
    running.push(api, startAssay(['worker'], env('one')), startAssay(['worker'], env('two')));
    address = (await waitForWords(api, /^Assay is ready at (\S+)$/m))[1] ?? '';
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
  });

  it('examine what is sent, and keep every byte in the bucket', async () => {
    const made = ['keys', 'create', '--unit', 'north', '--label', 'test', '--secret-only'];
    const client = { ...env('client'), ASSAY_KEY: (await runAssay(made, env('api'))).stdout.trim() };
    const args = ['submit', 'samples/apk/input.apk', '--server', address, '--wait', '--json'];
    const { code, stdout } = await runAssay(args, client);
    const report = Report.parse(JSON.parse(stdout));
    expect(report.artefacts[0]?.runs.map((run) => `${run.analyzer} ${run.status}`)).toEqual([
      'apk completed',
      'identify completed',
    ]);
    expect((await s3.keys()).join()).toContain(report.exhibits[0]?.sha256);
    expect(code).toBe(0);
  });

  it('leave a custody log that is whole', async () => {
    const { code, stdout } = await runAssay(['verify-custody'], env('api'));
    expect(stdout).toContain('The custody log is whole.');
    expect(code).toBe(0);
  });

  it('stop in order when asked', async () => {
    for (const assay of running) assay.process.kill('SIGTERM');
    const ends = await Promise.all(running.map((assay) => assay.ended));
    expect(ends.map((end) => end.code)).toEqual([0, 0, 0]);
  });
});
