import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApi } from '../../src/api/index.ts';
import { APP_ANALYZERS, compareApps } from '../../src/apps/index.ts';
import { listen, openDatabase } from '../../src/library/index.ts';
import { DEFAULT_TREE_LIMITS } from '../../src/pipeline/index.ts';
import { openDiskStore } from '../../src/storage/index.ts';

/* An api process to be killed: arguments are the database and a folder; prints its port. */

const [url = '', folder = ''] = process.argv.slice(2);
const db = await openDatabase({ url });
const api = await createApi({
  db,
  store: await openDiskStore({ folder: join(folder, 'store') }),
  plan: { analyzers: [], limits: DEFAULT_TREE_LIMITS, producerVersion: '0.1.0' },
  listen: (channel, onNotify) => listen(url, channel, onNotify),
  log: pino({ level: 'silent' }),
  models: [],
  comparing: { analyzers: APP_ANALYZERS, compare: compareApps },
  uploadsFolder: join(folder, 'uploads'),
  limits: { maxUploadBytes: 1e9, maxFiles: 5, requestsPerMinute: 1e6 },
  allowedHosts: [],
  trustedProxies: 0,
  metrics: 'off',
});
const server = createServer(api.app).listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
