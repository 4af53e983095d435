import { openTestApi } from '../tests/support/api.ts';

/* The service that bench/upload.ts measures: started by it, ended by SIGTERM. */

const limits = { maxUploadBytes: 8 * 1024 ** 3, maxFiles: 1, requestsPerMinute: 1000 };
const api = await openTestApi({ limits });
const key = await api.keyOf('Bench');
await api.submit(key, 'warm');
process.once('SIGTERM', async () => {
  await api[Symbol.asyncDispose]();
  process.exit(0);
});
console.log(JSON.stringify({ url: api.url, key }));
