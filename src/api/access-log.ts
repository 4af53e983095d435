import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { ApiContext } from './api-context.ts';

/**
 * Gives every request an id and writes one line when it has ended: method, operation, status, time, size, key id.
 * Never the address with its query, headers, bodies or names: they may hold secrets or what a victim said.
 */
export function logAccess(api: ApiContext): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    const id = randomUUID();
    res.locals['requestId'] = id;
    res.setHeader('X-Request-Id', id);
    res.once('close', () => {
      const operation = String(res.locals['operation'] ?? 'other');
      const status = res.writableFinished ? res.statusCode : 499;
      api.meters.requests.observe({ operation, status: String(status) }, (performance.now() - began) / 1000);
      const fields = {
        requestId: id,
        method: req.method,
        operation,
        status,
        ms: Math.round(performance.now() - began),
        keyId: res.locals['keyId'],
        code: res.locals['code'],
      };
      if (operation === 'health') api.log.debug(fields, 'request');
      else api.log.info(fields, 'request');
    });
    next();
  };
}
