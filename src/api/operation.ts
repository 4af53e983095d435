import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ErrorCode, Principal, Scope } from '../contract/index.ts';
import type { ApiContext } from './api-context.ts';

/** What a handler is given: everything parsed and allowed. */
export interface Call<P, Q, B> {
  readonly req: Request;
  readonly res: Response;
  readonly requestId: string;
  /** Who asks. Throws `unauthenticated` in operations that are open to all. */
  readonly principal: Principal;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Ends when the asker is gone. */
  readonly signal: AbortSignal;
}

type Headers = Readonly<Record<string, string>>;

/** What a handler answers. `written`: it has answered by itself (event streams, tus). */
export type Reply =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly headers?: Headers }
  | {
      readonly kind: 'bytes';
      readonly status: number;
      readonly mediaType: string;
      readonly body: string | AsyncIterable<Uint8Array>;
      readonly headers?: Headers;
    }
  | { readonly kind: 'empty'; readonly status: 204 | 304; readonly headers?: Headers }
  | { readonly kind: 'written' };

export interface ResponseSpec {
  readonly description: string;
  /** Media type → schema of the body; `null`: bytes or text without a schema. */
  readonly content?: Readonly<Record<string, z.ZodType | null>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BodySpec<B> {
  /** JSON body; parsed before the handler runs. */
  readonly json?: z.ZodType<B>;
  /** Other media types, read by the handler itself: name → what it holds. */
  readonly streamed?: Readonly<Record<string, { readonly description: string; readonly schema?: z.ZodType }>>;
}

export interface OperationSpec<P, Q, B> {
  /** Stable name for generated clients. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete' | 'patch' | 'head' | 'options';
  /** Under /api/v1, as OpenAPI writes it: `/submissions/{id}`. */
  readonly path: string;
  readonly tag: 'Submissions' | 'Uploads' | 'Artefacts' | 'Library' | 'Keys' | 'About';
  readonly summary: string;
  readonly description?: string;
  /** Any one of these scopes; `public`: no key needed; `any`: any valid key. */
  readonly access: readonly Scope[] | 'any' | 'public';
  readonly params?: z.ZodType<P> & z.ZodObject;
  readonly query?: z.ZodType<Q> & z.ZodObject;
  readonly body?: BodySpec<B>;
  /** Takes an Idempotency-Key. The handler of a streamed body sees to it by itself. */
  readonly idempotent?: boolean;
  readonly responses: Readonly<Record<number, ResponseSpec>>;
  /** Besides those every operation can meet. */
  readonly problems: readonly ErrorCode[];
  /** Not in the OpenAPI document: a second protocol with its own specification. */
  readonly hidden?: boolean;
  readonly handle: (api: ApiContext, call: Call<P, Q, B>) => Promise<Reply>;
}

/** One row of the table, with its types forgotten: the loop that mounts it parses before it calls. */
export type Operation = Omit<OperationSpec<never, never, never>, 'params' | 'query' | 'body' | 'handle'> & {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: BodySpec<unknown>;
  readonly handle: (api: ApiContext, call: Call<never, never, never>) => Promise<Reply>;
};

/** Checks one row's types: the handler gets exactly what the schemas make. */
export function operation<P = Record<never, never>, Q = Record<never, never>, B = undefined>(
  spec: OperationSpec<P, Q, B>,
): Operation {
  return spec as unknown as Operation;
}

export function json(body: unknown, status = 200, headers?: Headers): Reply {
  return { kind: 'json', status, body, ...(headers ? { headers } : {}) };
}
