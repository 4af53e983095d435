import { z } from 'zod';
import { ApiKeyInfo, Id, Instant, Scope } from '../../contract/index.ts';
import { createKey, listKeys, revokeKey } from '../../library/index.ts';
import { json, operation } from '../operation.ts';

const NewKey = z.strictObject({
  /** Whose key it is, in words. */
  label: z.string().min(1).max(200),
  scopes: z.array(Scope).min(1).max(4),
  priorityCap: z.int().min(0).max(9).default(5),
  expiresAt: Instant.optional(),
});
type NewKey = z.infer<typeof NewKey>;

export const list = operation({
  id: 'listKeys',
  method: 'get',
  path: '/keys',
  tag: 'Keys',
  summary: 'The keys of your unit, without their secrets',
  access: ['admin'],
  responses: {
    200: {
      description: 'All keys, newest first',
      content: { 'application/json': z.strictObject({ items: z.array(ApiKeyInfo) }) },
    },
  },
  problems: [],
  handle: async (api, { principal }) =>
    json({ items: await listKeys(api.db.kysely, { unit: principal.unit.id }) }),
});

export const create = operation<Record<never, never>, Record<never, never>, NewKey>({
  id: 'createKey',
  method: 'post',
  path: '/keys',
  tag: 'Keys',
  summary: 'Make a key for your unit',
  description:
    'The secret is in this answer and never shown again. Takes no Idempotency-Key, since the answer must not be kept.',
  access: ['admin'],
  body: { json: NewKey },
  responses: {
    201: {
      description: 'The key and its secret',
      content: { 'application/json': z.strictObject({ secret: z.string(), key: ApiKeyInfo }) },
    },
  },
  problems: ['unprocessable', 'unsupported-media-type'],
  handle: async (api, { principal, body }) => {
    const { expiresAt, ...rest } = body;
    const expiry = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) };
    return json(await createKey(api.db.kysely, { ...rest, ...expiry, unit: principal.unit.id }), 201);
  },
});

export const revoke = operation<{ id: string }>({
  id: 'revokeKey',
  method: 'delete',
  path: '/keys/{id}',
  tag: 'Keys',
  summary: 'End a key of your unit at once',
  access: ['admin'],
  params: z.strictObject({ id: Id }),
  responses: { 200: { description: 'The key, ended', content: { 'application/json': ApiKeyInfo } } },
  problems: ['not-found'],
  handle: async (api, { principal, params }) =>
    json(await revokeKey(api.db.kysely, params.id, principal.unit.id)),
});
