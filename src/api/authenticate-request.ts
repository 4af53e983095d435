import type { Request, Response } from 'express';
import { AssayError, type Principal } from '../contract/index.ts';
import { authenticate } from '../library/index.ts';
import type { ApiContext } from './api-context.ts';
import { addressName } from './ip-class.ts';
import type { Operation } from './operation.ts';
import type { Allowance } from './token-bucket.ts';

/** Who asks, if they may ask this and not too often. Errors: `unauthenticated`, `forbidden`, `rate-limited`. */
export async function authenticateRequest(
  api: ApiContext,
  access: Operation['access'],
  req: Request,
  res: Response,
): Promise<Principal | undefined> {
  if (access === 'public') return undefined;
  const bearer = /^Bearer +([!-~]{1,200})$/i.exec(req.headers.authorization ?? '')?.[1];
  const principal = bearer === undefined ? undefined : await authenticate(api.db.kysely, bearer);
  if (principal === undefined) throw refuseStranger(api, req);
  takeAllowance(api, principal, res);
  if (access !== 'any' && !access.some((scope) => principal.scopes.has(scope))) {
    const needed = access.join(' or ');
    throw new AssayError('forbidden', `This key lacks the scope that is needed here: ${needed}.`);
  }
  return principal;
}

function refuseStranger(api: ApiContext, req: Request): AssayError {
  const allowance = api.strangers.take(addressName(req.ip));
  api.meters.refusedKeys.inc();
  if (!allowance.allowed)
    return tooMany(allowance, 'Too many attempts without a valid key from this address.');
  return new AssayError('unauthenticated', 'Send a valid key: `Authorization: Bearer assay_…`.');
}

/** Draft RateLimit headers (draft-ietf-httpapi-ratelimit-headers-10). */
function takeAllowance(api: ApiContext, principal: Principal, res: Response): void {
  const allowance = api.requests.take(principal.keyId);
  res.setHeader('RateLimit-Policy', `"key";q=${api.requests.perMinute};w=60`);
  res.setHeader('RateLimit', `"key";r=${allowance.remaining};t=${allowance.fullAfterSeconds}`);
  if (!allowance.allowed) throw tooMany(allowance, 'This key has made too many requests.');
}

function tooMany(allowance: Allowance, what: string): AssayError {
  return new AssayError('rate-limited', `${what} Try again in ${allowance.retryAfterSeconds} seconds.`, {
    retryAfterSeconds: allowance.retryAfterSeconds,
  });
}
