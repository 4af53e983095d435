import { createUnit, migrate, openDatabase, startEmbeddedPostgres } from '../../src/library/index.ts';

// Starts the built-in database in the folder given, writes one unit, says so and stays: the test kills it.
const folder = process.argv[2];
if (folder === undefined) throw new Error('which folder?');
const server = await startEmbeddedPostgres({ folder });
await migrate(server);
const db = await openDatabase({ url: server.url });
await createUnit(db.kysely, { name: `written by ${process.pid}` });
process.stdout.write(`${JSON.stringify({ pid: server.pid, url: server.url, uid: process.getuid?.() })}\n`);
setInterval(() => undefined, 60_000);
process.stdin.on('data', () => process.exit(0));
