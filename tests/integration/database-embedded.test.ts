import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createUnit,
  findEmbeddedPostgres,
  listUnits,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from '../../src/library/index.ts';

const root = mkdtempSync(join(tmpdir(), 'assay-embedded-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const isRunning = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

async function unitNames(url: string): Promise<string[]> {
  await using db = await openDatabase({ url });
  return (await listUnits(db.kysely)).map((unit) => unit.name);
}

async function hold(folder: string, ids: { uid?: number; gid?: number } = {}) {
  const script = join(import.meta.dirname, '../support/hold-embedded.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    ...ids,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(said.toString()) as { pid: number; url: string; uid: number }) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

describe('the built-in database', () => {
  it('is joined by whoever comes second and stops only when the last has gone', async () => {
    const folder = join(root, 'shared');
    const [first, second] = await Promise.all([
      startEmbeddedPostgres({ folder }),
      startEmbeddedPostgres({ folder }),
    ]);
    expect(second.pid).toBe(first.pid);
    expect([first.joined, second.joined].filter(Boolean)).toHaveLength(1);
    await migrate(first);
    await first.close();
    expect(await unitNames(second.url)).toEqual([]);
    expect(await findEmbeddedPostgres({ folder })).toMatchObject({ pid: second.pid });
    expect(statSync(join(folder, 'server.json')).mode & 0o077).toBe(0);
    await second.close();
    expect(await findEmbeddedPostgres({ folder })).toBeUndefined();
    expect(isRunning(first.pid)).toBe(false);
  });

  it('keeps what was committed when it is killed at once with all its processes, pid file and all', async () => {
    const folder = join(root, 'killed');
    const before = await startEmbeddedPostgres({ folder });
    await migrate(before);
    await using db = await openDatabase({ url: before.url });
    await createUnit(db.kysely, { name: 'committed' });
    for (const pid of [before.pid, ...childrenOf(before.pid)]) process.kill(pid, 'SIGKILL');
    await expect.poll(() => isRunning(before.pid)).toBe(false);
    expect(existsSync(join(folder, 'data', 'postmaster.pid'))).toBe(true);
    // It is started again by itself, at the same address: the pool that was open goes on.
    await expect
      .poll(
        () =>
          listUnits(db.kysely)
            .then((units) => units.length)
            .catch(() => 0),
        { timeout: 20_000 },
      )
      .toBe(1);
    const after = await startEmbeddedPostgres({ folder });
    expect(after.pid).not.toBe(before.pid);
    expect(await unitNames(after.url)).toEqual(['committed']);
    await after.close();
    await before.close();
    expect(isRunning(after.pid)).toBe(false);
  });

  it('is not fooled by a left-over pid file that names a process of somebody else', async () => {
    const folder = join(root, 'killed');
    const stale = [process.pid, join(folder, 'data'), 1, 5432, folder, '', '', 'ready'].join('\n');
    writeFileSync(join(folder, 'data', 'postmaster.pid'), `${stale}\n`);
    expect(await findEmbeddedPostgres({ folder })).toBeUndefined();
    const server = await startEmbeddedPostgres({ folder });
    expect(await unitNames(server.url)).toEqual(['committed']);
    await server.close();
  });

  it('outlives a SIGKILL of the process that started it, and the next start takes it over and stops it', async () => {
    const folder = join(root, 'orphan');
    const holder = await hold(folder);
    holder.child.kill('SIGKILL');
    await ended(holder.child);
    const next = await startEmbeddedPostgres({ folder });
    expect(next).toMatchObject({ joined: true, pid: holder.pid });
    expect(await unitNames(next.url)).toHaveLength(1);
    await next.close();
    expect(isRunning(holder.pid)).toBe(false);
  });

  it('is stopped by a process that ends without closing it', async () => {
    const folder = join(root, 'orphan');
    const holder = await hold(folder);
    holder.child.stdin.write('end\n');
    await ended(holder.child);
    await expect.poll(() => isRunning(holder.pid), { timeout: 10_000 }).toBe(false);
  });

  it('makes its files again when the first start was cut off half way', async () => {
    const folder = join(root, 'half');
    mkdirSync(join(folder, 'data.new', 'base'), { recursive: true });
    writeFileSync(join(folder, 'data.new', 'PG_VERSION'), '18\n');
    const server = await startEmbeddedPostgres({ folder });
    await migrate(server);
    expect(await unitNames(server.url)).toEqual([]);
    await server.close();
  });

  it('finds a short place for its socket when the folder’s path is too long for one', async () => {
    const folder = join(root, 'long-'.repeat(20), 'long-'.repeat(20));
    const server = await startEmbeddedPostgres({ folder });
    await migrate(server);
    expect(await unitNames(server.url)).toEqual([]);
    await server.close();
  });

  it.runIf(process.getuid?.() === 0)('runs for a plain user as that user', async () => {
    const nobody = 65534;
    const folder = join(mkdtempSync(join(tmpdir(), 'assay-plain-')), 'postgres');
    chownSync(join(folder, '..'), nobody, nobody);
    const holder = await hold(folder, { uid: nobody, gid: nobody });
    expect(statSync(`/proc/${holder.pid}`).uid).toBe(nobody);
    holder.child.stdin.write('end\n');
    await ended(holder.child);
    await expect.poll(() => isRunning(holder.pid), { timeout: 10_000 }).toBe(false);
    await rm(join(folder, '..'), { recursive: true, force: true });
  });
});
