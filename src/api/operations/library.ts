import { z } from 'zod';
import {
  AssayError,
  Audience,
  type CustodyEvent,
  Id,
  Instant,
  indicatorKinds,
  Marking,
  Release,
  ReleaseFields,
  Sha256,
} from '../../contract/index.ts';
import { refang } from '../../exchange/index.ts';
import {
  appendCustody,
  getRelease,
  getReleasedEvidence,
  release as putOnShelf,
  searchReleases,
  withdraw as takeOffShelf,
} from '../../library/index.ts';
import type { ApiContext } from '../api-context.ts';
import { evidenceReply } from '../evidence-reply.ts';
import { ExportFormat, exportReply } from '../export-reply.ts';
import { ipClass } from '../ip-class.ts';
import { type Call, json, operation } from '../operation.ts';
import { ById, listQuery, noSubmission, withoutUndefined } from './submissions.ts';

const noRelease = () => new AssayError('not-found', 'There is no such release.');
const ByRelease = z.strictObject({ release: Id });

export const release = operation<z.infer<typeof ById>, Record<never, never>, ReleaseFields>({
  id: 'release',
  method: 'post',
  path: '/submissions/{id}/releases',
  tag: 'Library',
  summary: 'Put the report on the shelf of the library, with a conclusion',
  description:
    'A snapshot without what is sensitive. The marking may not be wider than that of the submission and its exhibits. ' +
    'An earlier release of the same submission is withdrawn.',
  access: ['review'],
  params: ById,
  body: { json: ReleaseFields },
  idempotent: true,
  responses: {
    201: {
      description: 'Released',
      content: { 'application/json': Release },
      headers: { Location: 'The release' },
    },
  },
  problems: ['not-found', 'conflict', 'unprocessable', 'unsupported-media-type', 'idempotency-key-reused'],
  handle: async (api, { req, principal, params, body }) => {
    const reviewer = { principal, sourceIpClass: ipClass(req.ip) };
    const made = await putOnShelf(api.db, reviewer, params.id, body);
    if (made === undefined) throw noSubmission();
    return json(made, 201, { Location: `/api/v1/library/${made.id}` });
  },
});

const ReleaseSummary = z.strictObject({
  id: Id,
  submission: Id,
  unit: z.strictObject({ id: Id, name: z.string() }),
  marking: Marking,
  audience: z.union([Audience, z.strictObject({ kind: z.literal('units'), units: z.array(Id) })]),
  conclusion: z.string(),
  releasedAt: Instant,
  withdrawnAt: Instant.nullable(),
  kinds: z.array(z.enum(indicatorKinds)),
});

export const search = operation({
  id: 'searchLibrary',
  method: 'get',
  path: '/library',
  tag: 'Library',
  summary: 'Search what was released to your unit, newest first',
  access: ['read', 'review'],
  query: z.strictObject({
    /** Words, "phrases" and -exclusions. */
    q: z.string().min(1).max(500).optional(),
    /** A value as an indicator has it; a defanged one (`hxxps://a[.]example`) is understood. */
    indicator: z.string().min(1).max(4096).optional(),
    sha256: Sha256.optional(),
    kind: z.enum(indicatorKinds).optional(),
    since: Instant.optional(),
    until: Instant.optional(),
    ...listQuery,
  }),
  responses: {
    200: {
      description: 'One page',
      content: {
        'application/json': z.strictObject({ items: z.array(ReleaseSummary), next: z.string().nullable() }),
      },
    },
  },
  problems: [],
  handle: async (api, { principal, query }) => {
    const { limit, cursor, since, until, ...same } = query;
    const after = cursor === undefined ? undefined : api.cursors.open(principal, 'library', query, cursor);
    const filters = {
      ...withoutUndefined(same),
      ...(same.indicator === undefined ? {} : { indicator: refang(same.indicator) }),
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
    };
    const page = { limit, ...(after === undefined ? {} : { after }) };
    const items = await searchReleases(api.db.kysely, principal, filters, page);
    const last = items.length < limit ? undefined : items.at(-1);
    return json({ items, next: last ? api.cursors.seal(principal, 'library', query, last.id) : null });
  },
});

export const get = operation({
  id: 'getRelease',
  method: 'get',
  path: '/library/{release}',
  tag: 'Library',
  summary: 'A released report',
  access: ['read', 'review'],
  params: ByRelease,
  responses: { 200: { description: 'The release', content: { 'application/json': Release } } },
  problems: ['not-found'],
  handle: async (api, { principal, params }) => {
    const found = await getRelease(api.db.kysely, principal, params.release);
    if (found === undefined) throw noRelease();
    return json(found);
  },
});

const ReleaseExport = z.strictObject({ release: Id, format: ExportFormat });

export const exportRelease = operation<z.infer<typeof ReleaseExport>>({
  id: 'exportRelease',
  method: 'get',
  path: '/library/{release}/exports/{format}',
  tag: 'Library',
  summary: 'A released report as STIX 2.1 bundle, MISP event or CSV',
  description: 'Written to the custody log of the unit that released it, as `exported`.',
  access: ['read', 'review'],
  params: ReleaseExport,
  responses: {
    200: {
      description: 'The export',
      content: {
        'application/stix+json': z.looseObject({}),
        'application/json': z.looseObject({}),
        'text/csv': null,
      },
    },
  },
  problems: ['not-found'],
  handle: async (api, call) => {
    const found = await getRelease(api.db.kysely, call.principal, call.params.release);
    if (found === undefined) throw noRelease();
    const reply = exportReply(found, call.params.format, `assay-release-${found.id}`);
    await noteExport(api, call, found);
    return reply;
  },
});

async function noteExport(
  api: ApiContext,
  call: Call<z.infer<typeof ReleaseExport>, unknown, unknown>,
  found: Release,
): Promise<void> {
  const line: CustodyEvent = {
    unit: found.unit.id,
    event: 'exported',
    exhibit: null,
    submission: found.submission,
    sha256: null,
    actor: `key:${call.principal.keyId}`,
    role: 'reader',
    purpose: `release ${found.id} as ${call.params.format}`,
    authorityRef: null,
    tool: `assay ${api.plan.producerVersion}`,
    sha256Before: null,
    sha256After: null,
    sourceIpClass: ipClass(call.req.ip),
  };
  await api.db.transact((trx) => appendCustody(trx, [line]));
}

export const evidence = operation({
  id: 'getReleasedEvidence',
  method: 'get',
  path: '/library/{release}/evidence/{run}/{evidence}',
  tag: 'Library',
  summary: 'A file that shows a finding of a released report',
  access: ['read', 'review'],
  params: z.strictObject({
    release: Id,
    run: Id,
    evidence: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,119}$/),
  }),
  responses: {
    200: { description: 'The file', content: { '*/*': null } },
    304: { description: 'Unchanged' },
  },
  problems: ['not-found', 'storage-unavailable'],
  handle: async (api, { req, principal, params }) => {
    const { release: id, run, evidence: name } = params;
    const file = await getReleasedEvidence(api.db.kysely, principal, id, run, name);
    if (file === undefined) throw new AssayError('not-found', 'There is no such evidence file.');
    return evidenceReply(api.store, req, file);
  },
});

export const withdraw = operation({
  id: 'withdrawRelease',
  method: 'post',
  path: '/library/{release}/withdraw',
  tag: 'Library',
  summary: 'Take a release of your unit off the shelf',
  access: ['review'],
  params: ByRelease,
  idempotent: true,
  responses: { 200: { description: 'Withdrawn', content: { 'application/json': Release } } },
  problems: ['not-found', 'idempotency-key-reused', 'conflict'],
  handle: async (api, { req, principal, params }) => {
    const reviewer = { principal, sourceIpClass: ipClass(req.ip) };
    const after = await takeOffShelf(api.db, reviewer, params.release);
    if (after === undefined) throw noRelease();
    return json(after);
  },
});
