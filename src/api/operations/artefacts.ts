import { z } from 'zod';
import {
  AssayError,
  type CustodyEvent,
  Id,
  Instant,
  Marking,
  MediaType,
  Sha256,
} from '../../contract/index.ts';
import { writeCart, writeInfectedZip } from '../../exchange/index.ts';
import { appendCustody, getArtefact } from '../../library/index.ts';
import type { ApiContext } from '../api-context.ts';
import { ipClass } from '../ip-class.ts';
import { type Call, json, operation } from '../operation.ts';

const ByHash = z.strictObject({ sha256: Sha256 });

const ArtefactView = z.strictObject({
  sha256: Sha256,
  bytes: z.int(),
  firstSeenAt: Instant,
  mediaTypes: z.array(MediaType),
  exhibits: z.array(
    z.strictObject({
      id: Id,
      submission: Id,
      claimedName: z.string(),
      marking: Marking,
      caseReference: z.string().optional(),
      createdAt: Instant,
    }),
  ),
  foundIn: z.array(z.strictObject({ submission: Id, parent: Sha256, relation: z.string() })),
  runs: z.array(
    z.strictObject({
      id: Id,
      analyzer: z.string(),
      version: z.string(),
      state: z.enum(['queued', 'dispatched', 'running', 'completed', 'partial', 'failed']),
      finishedAt: Instant.optional(),
    }),
  ),
});

const noArtefact = () => new AssayError('not-found', 'Your unit has no artefact with this hash.');

export const get = operation({
  id: 'getArtefact',
  method: 'get',
  path: '/artefacts/{sha256}',
  tag: 'Artefacts',
  summary: 'What your unit knows of some bytes; ask before uploading',
  description: 'Only of your own unit. That another unit has the same bytes is never told.',
  access: ['submit', 'read', 'review'],
  params: ByHash,
  responses: { 200: { description: 'Where it was seen', content: { 'application/json': ArtefactView } } },
  problems: ['not-found'],
  handle: async (api, { principal, params }) => {
    const view = await getArtefact(api.db.kysely, principal.unit.id, params.sha256);
    if (view === undefined) throw noArtefact();
    return json(view);
  },
});

const DownloadQuery = z.strictObject({
  format: z.enum(['zip', 'cart']).default('zip'),
  /** Why, in words: kept in the custody log. */
  purpose: z.string().min(1).max(400).optional(),
});
type DownloadQuery = z.infer<typeof DownloadQuery>;

export const download = operation<z.infer<typeof ByHash>, DownloadQuery>({
  id: 'downloadArtefact',
  method: 'get',
  path: '/artefacts/{sha256}/download',
  tag: 'Artefacts',
  summary: 'The original bytes, wrapped so that nothing opens them by accident',
  description:
    'A ZIP with the password `infected`, or CaRT. Never the bare bytes. Written to the custody log as `accessed` before ' +
    'the first byte leaves.',
  access: ['read', 'review'],
  params: ByHash,
  query: DownloadQuery,
  responses: {
    200: {
      description: 'The wrapped file',
      content: { 'application/zip': null, 'application/x-cart': null },
    },
  },
  problems: ['not-found', 'storage-unavailable'],
  handle: async (api, call) => {
    const { sha256 } = call.params;
    const view = await getArtefact(api.db.kysely, call.principal.unit.id, sha256);
    if (view === undefined) throw noArtefact();
    const { format } = call.query;
    const wrap = format === 'zip' ? writeInfectedZip : writeCart;
    const headers = { 'Content-Disposition': `attachment; filename="${sha256}.${format}"` };
    const mediaType = format === 'zip' ? 'application/zip' : 'application/x-cart';
    if (call.req.method === 'HEAD') return { kind: 'bytes', status: 200, mediaType, body: '', headers };
    const source = await api.store.read(sha256);
    await noteAccess(api, call).catch((error: unknown) => {
      source.destroy();
      throw error;
    });
    return { kind: 'bytes', status: 200, mediaType, body: wrap(source, { sha256 }), headers };
  },
});

async function noteAccess(
  api: ApiContext,
  call: Call<z.infer<typeof ByHash>, DownloadQuery, unknown>,
): Promise<void> {
  const { sha256 } = call.params;
  const line: CustodyEvent = {
    unit: call.principal.unit.id,
    event: 'accessed',
    exhibit: null,
    submission: null,
    sha256,
    actor: `key:${call.principal.keyId}`,
    role: call.principal.scopes.has('review') ? 'reviewer' : 'reader',
    purpose: call.query.purpose ?? `download as ${call.query.format}`,
    authorityRef: null,
    tool: `assay ${api.plan.producerVersion}`,
    sha256Before: sha256,
    sha256After: sha256,
    sourceIpClass: ipClass(call.req.ip),
  };
  await api.db.transact((trx) => appendCustody(trx, [line]));
}
