import type { Command } from 'commander';

const SERVE_HELP = `
Needs nothing else: without DATABASE_URL it runs its own PostgreSQL in the data folder, without REDIS_URL the queue
lives in the database. On the first start it makes a unit "local" and prints a link that signs one browser in.
Ctrl-C (or SIGTERM) ends it: runs under way are finished or handed back, nothing is lost. A second one ends it at once.`;

export function addServe(program: Command): void {
  program
    .command('serve')
    .summary('run everything in one process')
    .description('Runs the whole service in one process: API, pages, queue and worker.')
    .addHelpText('after', SERVE_HELP)
    .action(async () => (await import('../actions/roles.ts')).runRole('serve'));
}

export function addApi(program: Command): void {
  program
    .command('api')
    .summary('run the API and the pages only')
    .description(
      'Runs the API and the pages, without a worker. Needs a database that is there: DATABASE_URL.',
    )
    .action(async () => (await import('../actions/roles.ts')).runRole('api'));
}

export function addWorker(program: Command): void {
  program
    .command('worker')
    .summary('run one more worker')
    .description('Takes runs from the queue and examines them in jails. Needs a database that is there.')
    .action(async () => (await import('../actions/roles.ts')).runRole('worker'));
}
