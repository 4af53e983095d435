import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Report } from '../../src/contract/index.ts';
import { findEmbeddedPostgres } from '../../src/library/index.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { type Assay, runAssay, startAssay, waitForWords } from '../support/run-assay.ts';

const NAME = 'name-that-no-log-may-hold.png';
let folder: string;
let server: Assay;
let port: number;
let key: string;

const env = () => ({
  ASSAY_DATA: join(folder, 'data'),
  ASSAY_PORT: '0',
  ASSAY_SPARES: '0',
  XDG_STATE_HOME: join(folder, 'state'),
});
const client = (toPort = port) => ({
  ...env(),
  ASSAY_SERVER: `http://127.0.0.1:${toPort}`,
  ASSAY_KEY: key,
});
const createKey = async (...more: string[]) =>
  (await runAssay(['keys', 'create', '--unit', 'local', '--label', 'test', ...more], env())).stdout.trim();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-serve-'));
  const create = { width: 128, height: 96, channels: 3 as const, background: '#112233' };
  await sharp({ create }).png().toFile(join(folder, NAME));
  server = startAssay(['serve'], env());
  port = Number((await waitForWords(server, /^Assay is ready at http:\/\/127\.0\.0\.1:(\d+)$/m))[1]);
  key = await createKey('--secret-only');
});
afterAll(async () => {
  server.process.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

describe('assay serve, with nothing configured', () => {
  it('prints a link that signs one browser in on its first start', () => {
    expect(server.said.stdout).toMatch(/Sign in once.*http:\/\/127\.0\.0\.1:\d+\/sign-in\?token=\S{20,}/);
  });

  it('refuses a second server on the same data folder, and says what to do', async () => {
    const { code, stderr } = await runAssay(['serve'], env());
    expect(stderr).toMatch(/Another Assay server receives uploads .*ASSAY_DATA/);
    expect(code).toBe(1);
  });

  it('takes a file from the command line and gives back its report', async () => {
    const args = ['submit', join(folder, NAME), '--case', '2026-114', '--wait', '--json'];
    const { code, stdout, stderr } = await runAssay(args, client());
    expect(stderr).not.toMatch(/assay:/);
    const report = Report.parse(JSON.parse(stdout));
    expect(report).toMatchObject({
      caseReference: '2026-114',
      marking: 'amber+strict',
      markingIsDefault: true,
    });
    expect(report.exhibits.map((exhibit) => exhibit.claimedName)).toEqual([NAME]);
    // The picture has no face: whether one was exchanged is not examinable, and the report says so.
    expect(code).toBe(2);
  });

  it('goes on with a large upload where it stopped when the line breaks', async () => {
    const large = join(folder, 'large.bin');
    await writeFile(large, randomBytes(40 * 1024 * 1024));
    await using proxy = await startCuttingProxy(port, 2, 5 * 1024 * 1024);
    const { code, stdout } = await runAssay(['submit', large, '--wait', '--json'], client(proxy.port));
    expect(proxy.cutsDone).toBe(2);
    const report = Report.parse(JSON.parse(stdout));
    expect(report.exhibits[0]).toMatchObject({ bytes: 40 * 1024 * 1024, claimedName: 'large.bin' });
    // Random bytes: nothing here reads them, and the report says so.
    expect(code).toBe(2);
  });

  it('lists and revokes keys beside the running server, and a revoked key is refused in plain words', async () => {
    const made = JSON.parse(await createKey('--json', '--scopes', 'submit')) as {
      secret: string;
      key: { id: string };
    };
    expect((await runAssay(['keys', 'list'], env())).stdout).toContain(made.key.id);
    expect((await runAssay(['keys', 'list', '--json'], env())).stdout).not.toContain(made.secret);
    expect((await runAssay(['keys', 'revoke', made.key.id], env())).code).toBe(0);
    const refused = await runAssay(['submit', join(folder, NAME)], { ...client(), ASSAY_KEY: made.secret });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^assay: .*key/im);
  });

  it('names the first altered line of the custody log with exit code 4', async () => {
    expect((await runAssay(['verify-custody'], env())).code).toBe(0);
    const database = await findEmbeddedPostgres({ folder: join(folder, 'data', 'postgres') });
    const intruder = new pg.Client({ connectionString: database?.url });
    await intruder.connect();
    const undo = 'update custody set line = replace(line, $2, $1) where seq = 2';
    await intruder.query('alter table custody disable trigger custody_append_only');
    await intruder.query(undo, ['"stored"', '"copied"'].reverse());
    const broken = await runAssay(['verify-custody'], env());
    await intruder.query(undo, ['"stored"', '"copied"']);
    await intruder.query('alter table custody enable trigger custody_append_only');
    await intruder.end();
    expect(broken.stdout).toMatch(/BROKEN at line 2/);
    expect(broken.code).toBe(4);
    expect((await runAssay(['verify-custody'], env())).code).toBe(0);
  });

  it('names a report that was changed after the custody log had sealed it', async () => {
    const database = await findEmbeddedPostgres({ folder: join(folder, 'data', 'postgres') });
    const intruder = new pg.Client({ connectionString: database?.url });
    await intruder.connect();
    const swap = `update reports set body = jsonb_set(body, '{caseReference}', to_jsonb($2::text)) where body->>'caseReference' = $1`;
    expect((await intruder.query(swap, ['2026-114', '2026-115'])).rowCount).toBe(1);
    const broken = await runAssay(['verify-custody'], env());
    await intruder.query(swap, ['2026-115', '2026-114']);
    await intruder.end();
    expect(broken.stdout).toMatch(/BROKEN at line \d+: the report [0-9a-f-]{36} .* was changed afterwards/);
    expect(broken.code).toBe(4);
    expect((await runAssay(['verify-custody'], env())).code).toBe(0);
  });

  it('ends gently on SIGTERM: stamps the custody log, stops its database, and has logged no secret', async () => {
    server.process.kill('SIGTERM');
    const { code, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'data', 'custody-stamps.jsonl'))).toBe(true);
    expect(await findEmbeddedPostgres({ folder: join(folder, 'data', 'postgres') })).toBeUndefined();
    expect(stderr).toMatch(/"worker started"/);
    for (const secret of [key, NAME, 'Bearer', 'sign-in?token']) expect(stderr).not.toContain(secret);
  });

  it('starts again with everything that was there, and compares the log with its stamps', async () => {
    server = startAssay(['serve'], env());
    await waitForWords(server, /Assay is ready/);
    expect(server.said.stdout).not.toContain('sign-in?token');
    const { code, stdout } = await runAssay(['verify-custody'], env());
    expect(stdout).toMatch(/Compared with [1-9]\d* stamps/);
    expect(code).toBe(0);
    server.process.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });
});
