import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { AssayError } from '../../contract/index.ts';
import { environment, type ServerPlan, urlOf } from './run-server.ts';
import { commandFor } from './server-account.ts';

export const DATABASE_NAME = 'assay';

/**
 * Makes the database files if there are none. They get their name only when they are complete, so that an interrupted
 * first start is repeated and never continued. Errors: `misconfigured`, also for files of another major version.
 */
export async function createCluster(plan: ServerPlan): Promise<void> {
  const { data, dataInTheMaking } = plan.files;
  if (existsSync(data)) return requireVersion(plan);
  await rm(dataInTheMaking, { recursive: true, force: true });
  const options = ['--auth=trust', '--username=assay', '--encoding=UTF8', '--locale=C', '--data-checksums'];
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const failed = await run(plan, plan.binaries.initdb, [
    `--pgdata=${dataInTheMaking}`,
    ...options,
    ...locale,
  ]);
  if (failed !== undefined) {
    throw new AssayError('misconfigured', `The built-in PostgreSQL cannot make its files: ${failed}`);
  }
  await rename(dataInTheMaking, data);
}

/** Makes our database in a fresh server. */
export async function createDatabase(socketFolder: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(socketFolder, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE_NAME]);
    if (rowCount === 0) await client.query(`create database ${DATABASE_NAME}`);
  } finally {
    await client.end();
  }
}

async function requireVersion({ binaries, files }: ServerPlan): Promise<void> {
  const is = (await readFile(join(files.data, 'PG_VERSION'), 'utf8')).trim();
  const share = join(binaries.native, 'share', 'postgresql', 'postgres.bki');
  // The first line of the bootstrap file names the major version: "# PostgreSQL 18".
  const needs = /^# PostgreSQL (\d+)/.exec(await readFile(share, 'utf8'))?.[1];
  if (needs === undefined || needs === is) return;
  throw new AssayError(
    'misconfigured',
    `The files in ${files.data} are of PostgreSQL ${is}; this version of Assay brings PostgreSQL ${needs}. ` +
      'Dump them with the version of Assay that wrote them and load the dump here (see docs/operating.md).',
  );
}

/** Runs a program to its end; resolves to what it complained of when it failed. */
async function run(plan: ServerPlan, program: string, args: readonly string[]): Promise<string | undefined> {
  const command = commandFor(plan.account, program, args);
  const child = spawn(command.program, command.args, {
    ...command.ids,
    cwd: '/',
    env: environment(plan),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaint = text(child.stderr);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return code === 0 ? undefined : (await complaint).slice(-1500);
}
