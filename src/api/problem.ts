import type { Response } from 'express';
import { z } from 'zod';
import { AssayError, type ErrorCode, errorCodes } from '../contract/index.ts';
import { problemKinds } from './problems.ts';

/** The body of every refusal (RFC 9457). */
export const Problem = z.strictObject({
  type: z.enum(errorCodes.map((code) => `/problems/${code}` as const)),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Id of the request, as in `X-Request-Id` and the log. */
  instance: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_TYPE = 'application/problem+json';

/** What is told about an error. Anything but an `AssayError` is told without detail: it may hold secrets or paths. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = error instanceof AssayError ? error : undefined;
  const code: ErrorCode = known?.code ?? 'internal';
  const { status, title } = problemKinds[code];
  const hidden = known === undefined || code === 'internal' || code === 'misconfigured';
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: hidden ? `The operator finds the reason in the log under ${requestId}.` : known.message,
    instance: requestId,
    ...(known !== undefined && !hidden && known.places.length > 0 ? { errors: [...known.places] } : {}),
  };
}

/** Seconds to name in `Retry-After`, or undefined where waiting does not help. */
export function retryAfterOf(error: unknown): number | undefined {
  if (!(error instanceof AssayError)) return undefined;
  if (error.retryAfterSeconds !== undefined) return Math.max(1, Math.ceil(error.retryAfterSeconds));
  return problemKinds[error.code].status === 503 ? 5 : undefined;
}

/** Writes the problem, unless the answer has begun: then the connection is cut, so that it cannot be taken for whole. */
export function sendProblem(res: Response, error: unknown, requestId: string): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const problem = problemOf(error, requestId);
  const retryAfter = retryAfterOf(error);
  if (retryAfter !== undefined) res.setHeader('Retry-After', String(retryAfter));
  if (problem.status === 401) res.setHeader('WWW-Authenticate', 'Bearer realm="assay"');
  for (const name of ['Content-Disposition', 'ETag', 'Content-Length', 'Last-Modified'])
    res.removeHeader(name);
  res.setHeader('Cache-Control', 'no-store');
  res.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}
