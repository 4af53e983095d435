import { z } from 'zod';
import {
  AssayError,
  CustodyEntry,
  Id,
  Instant,
  Marking,
  Submission,
  SubmissionEvent,
  SubmissionState,
} from '../../contract/index.ts';
import { getSubmission, listSubmissions, readCustody } from '../../library/index.ts';
import { cancelSubmission, reanalyse } from '../../pipeline/index.ts';
import { etagOf, isFresh } from '../etag.ts';
import { streamEvents } from '../event-stream.ts';
import { ipClass } from '../ip-class.ts';
import { json, operation } from '../operation.ts';
import { queryNumber } from '../validate.ts';

export const ById = z.strictObject({ id: Id });

/** The same answer for another unit's, so that nobody learns what exists. */
export const noSubmission = () => new AssayError('not-found', 'There is no such submission.');

const SubmissionPage = z.strictObject({
  items: z.array(Submission),
  /** Give it as `cursor` for the next page; null on the last one. */
  next: z.string().nullable(),
});

export const listQuery = {
  limit: queryNumber(1, 200).default(50),
  cursor: z.string().max(500).optional(),
};

export const list = operation({
  id: 'listSubmissions',
  method: 'get',
  path: '/submissions',
  tag: 'Submissions',
  summary: 'List the submissions of your unit, newest first',
  access: ['submit', 'read', 'review'],
  query: z.strictObject({
    state: SubmissionState.optional(),
    marking: Marking.optional(),
    caseReference: z.string().min(1).max(200).optional(),
    since: Instant.optional(),
    until: Instant.optional(),
    ...listQuery,
  }),
  responses: { 200: { description: 'One page', content: { 'application/json': SubmissionPage } } },
  problems: [],
  handle: async (api, { principal, query }) => {
    const { limit, cursor, since, until, ...same } = query;
    const after =
      cursor === undefined ? undefined : api.cursors.open(principal, 'submissions', query, cursor);
    const filters = {
      ...withoutUndefined(same),
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
    };
    const page = { limit, ...(after === undefined ? {} : { after }) };
    const items = await listSubmissions(api.db.kysely, principal.unit.id, filters, page);
    const last = items.length < limit ? undefined : items.at(-1);
    return json({ items, next: last ? api.cursors.seal(principal, 'submissions', query, last.id) : null });
  },
});

/** Drops absent filters, as exact optional properties want it. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export const get = operation({
  id: 'getSubmission',
  method: 'get',
  path: '/submissions/{id}',
  tag: 'Submissions',
  summary: 'One submission and how far it is',
  access: ['submit', 'read', 'review'],
  params: ById,
  responses: {
    200: {
      description: 'The submission',
      content: { 'application/json': Submission },
      headers: { ETag: 'Changes whenever the submission does' },
    },
    304: { description: 'Unchanged since the ETag in If-None-Match' },
  },
  problems: ['not-found'],
  handle: async (api, { req, principal, params }) => {
    const submission = await getSubmission(api.db.kysely, principal.unit.id, params.id);
    if (submission === undefined) throw noSubmission();
    const headers = { ETag: etagOf(JSON.stringify(submission)), 'Cache-Control': 'private, no-cache' };
    if (isFresh(req.headers['if-none-match'], headers.ETag)) return { kind: 'empty', status: 304, headers };
    return json(submission, 200, headers);
  },
});

export const cancel = operation({
  id: 'cancelSubmission',
  method: 'post',
  path: '/submissions/{id}/cancel',
  tag: 'Submissions',
  summary: 'Stop examining; what was learned is reported',
  access: ['submit'],
  params: ById,
  idempotent: true,
  responses: { 200: { description: 'Cancelled', content: { 'application/json': Submission } } },
  problems: ['not-found', 'conflict', 'idempotency-key-reused'],
  handle: async (api, { req, principal, params }) => {
    const asking = { principal, sourceIpClass: ipClass(req.ip) };
    const submission = await cancelSubmission(api.db, api.plan, params.id, asking);
    if (submission === undefined) throw noSubmission();
    return json(submission);
  },
});

export const again = operation({
  id: 'reanalyse',
  method: 'post',
  path: '/submissions/{id}/reanalyse',
  tag: 'Submissions',
  summary: 'Examine everything again with what is installed now',
  description: 'Makes a new revision of the report. Earlier revisions stay.',
  access: ['submit'],
  params: ById,
  idempotent: true,
  responses: { 202: { description: 'Examination begins', content: { 'application/json': Submission } } },
  problems: ['not-found', 'conflict', 'quota-exceeded', 'idempotency-key-reused'],
  handle: async (api, { req, principal, params }) => {
    const asking = { principal, sourceIpClass: ipClass(req.ip) };
    const submission = await reanalyse(api.db, api.plan, params.id, asking);
    if (submission === undefined) throw noSubmission();
    return json(submission, 202, { Location: `/api/v1/submissions/${submission.id}` });
  },
});

export const events = operation({
  id: 'streamEvents',
  method: 'get',
  path: '/submissions/{id}/events',
  tag: 'Submissions',
  summary: 'Follow a submission as server-sent events',
  description:
    'Each stored event has an id; come back with `Last-Event-ID` to miss nothing. Progress of a run is sent without id. ' +
    'The stream ends after the state `reported` or `cancelled`. Comments come every 15 seconds.',
  access: ['submit', 'read', 'review'],
  params: ById,
  responses: { 200: { description: 'Events', content: { 'text/event-stream': SubmissionEvent } } },
  problems: ['not-found'],
  handle: async (api, { req, res, principal, params, signal }) => {
    const submission = await getSubmission(api.db.kysely, principal.unit.id, params.id);
    if (submission === undefined) throw noSubmission();
    const afterSeq = lastEventId(req.headers['last-event-id']);
    await streamEvents(api, res, { submission: params.id, keyId: principal.keyId, afterSeq, signal });
    return { kind: 'written' };
  },
});

function lastEventId(header: string | string[] | undefined): number {
  if (header === undefined || header === '') return 0;
  if (typeof header === 'string' && /^\d{1,9}$/.test(header)) return Number(header);
  throw new AssayError('bad-request', 'Last-Event-ID is not an id of an event.', {
    places: [{ pointer: '/header/Last-Event-ID', detail: 'must be a whole number' }],
  });
}

export const custody = operation({
  id: 'readCustody',
  method: 'get',
  path: '/submissions/{id}/custody',
  tag: 'Submissions',
  summary: 'Who did what to this evidence, and when',
  access: ['read', 'review', 'admin'],
  params: ById,
  query: z.strictObject({ limit: queryNumber(1, 1000).default(200), cursor: z.string().max(500).optional() }),
  responses: {
    200: {
      description: 'Lines of the custody log, oldest first',
      content: {
        'application/json': z.strictObject({ items: z.array(CustodyEntry), next: z.string().nullable() }),
      },
    },
  },
  problems: ['not-found'],
  handle: async (api, { principal, params, query }) => {
    const submission = await getSubmission(api.db.kysely, principal.unit.id, params.id);
    if (submission === undefined) throw noSubmission();
    const filters = { submission: params.id };
    const { cursor, limit } = query;
    const afterSeq =
      cursor === undefined ? 0 : Number(api.cursors.open(principal, 'custody', filters, cursor));
    const items = await readCustody(api.db.kysely, { unit: principal.unit.id, ...filters, afterSeq, limit });
    const last = items.length < limit ? undefined : items.at(-1);
    const next = last ? api.cursors.seal(principal, 'custody', filters, String(last.seq)) : null;
    return json({ items, next });
  },
});
