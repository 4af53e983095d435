import { Router } from 'express';
import { AssayError } from '../contract/index.ts';
import type { ApiContext } from './api-context.ts';
import { authenticateRequest } from './authenticate-request.ts';
import { ipClass } from './ip-class.ts';

const READY_MS = 3_000;

/** `/healthz`: this process answers. `/readyz`: so does all it needs. `/metrics`: Prometheus text. */
export function createHealth(api: ApiContext): Router {
  const router = Router();
  router.use(['/healthz', '/readyz', '/metrics'], (_req, res, next) => {
    res.locals['operation'] = 'health';
    next();
  });
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const checks = await runChecks(api);
    const ready = Object.values(checks).every((state) => state === 'ok');
    if (!ready) res.set('Retry-After', '5');
    res.set('Cache-Control', 'no-store');
    res.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'not-ready', checks });
  });
  router.get('/metrics', async (req, res) => {
    if (api.metrics === 'off') throw new AssayError('not-found', 'There is nothing here.');
    // Behind a proxy every request seems to come from this machine, so there a key is asked for too.
    const local =
      ipClass(req.socket.remoteAddress) === 'loopback' && req.headers['x-forwarded-for'] === undefined;
    if (api.metrics === 'admin' || !local) await authenticateRequest(api, ['admin'], req, res);
    res.set('Cache-Control', 'no-store').type(api.meters.registry.contentType);
    res.send(await api.meters.registry.metrics());
  });
  return router;
}

/** What each needed thing says: `ok` or an error code; details go to the log only. */
async function runChecks(api: ApiContext): Promise<Record<string, string>> {
  const checks = [
    { name: 'database', check: () => api.db.check() },
    { name: 'store', check: () => api.store.check() },
    ...(api.readyChecks ?? []),
  ];
  const states = await Promise.all(
    checks.map(async ({ name, check }) => [name, await stateOf(api, name, check)] as const),
  );
  return Object.fromEntries(states);
}

async function stateOf(api: ApiContext, name: string, check: () => Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new AssayError('not-ready', 'no answer in time')), READY_MS);
  });
  try {
    await Promise.race([check(), late]);
    return 'ok';
  } catch (error) {
    api.log.warn({ err: error, check: name }, 'not ready');
    return error instanceof AssayError ? error.code : 'internal';
  } finally {
    clearTimeout(timer);
  }
}
