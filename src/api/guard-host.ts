import type { RequestHandler } from 'express';
import { AssayError } from '../contract/index.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Name in a Host header without its port, lower case; undefined when it is not one. */
export function hostName(header: string): string | undefined {
  const match = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::\d{1,5})?$/i.exec(header);
  return match?.[1]?.toLowerCase().replace(/\.$/, '');
}

/**
 * Refuses requests that are addressed to a name that is not ours, on localhost too: a web page elsewhere could
 * otherwise reach this service by letting its own name point here (DNS rebinding).
 */
export function guardHost(allowedHosts: readonly string[]): RequestHandler {
  const allowed = new Set([...LOOPBACK, ...allowedHosts.map((name) => name.toLowerCase())]);
  return (req, _res, next) => {
    const name = hostName(req.headers.host ?? '');
    if (name !== undefined && allowed.has(name) && req.url.startsWith('/')) return next();
    next(
      new AssayError(
        'bad-request',
        'This service does not answer to that host name. An operator can add it to ASSAY_ALLOWED_HOSTS.',
      ),
    );
  };
}
