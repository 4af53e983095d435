import { z } from 'zod';
import { AssayError, type CustodyEvent, Id, Report } from '../../contract/index.ts';
import { toMarkdown } from '../../exchange/index.ts';
import { appendCustody, getEvidence, getReport, getSubmission } from '../../library/index.ts';
import type { ApiContext } from '../api-context.ts';
import { etagOf, isFresh } from '../etag.ts';
import { evidenceReply } from '../evidence-reply.ts';
import { ExportFormat, exportReply } from '../export-reply.ts';
import { ipClass } from '../ip-class.ts';
import { type Call, json, operation, type Reply } from '../operation.ts';
import { plainPage } from '../plain-page.ts';
import { queryNumber } from '../validate.ts';
import { ById, noSubmission } from './submissions.ts';

const Revision = z.strictObject({ revision: queryNumber(1, 1_000_000).optional() });

type OneReport = Call<z.infer<typeof ById>, z.infer<typeof Revision>, unknown>;

/** Errors: `not-found`, and `conflict` while there is none yet. */
async function reportOf(api: ApiContext, { principal, params, query }: OneReport): Promise<Report> {
  const report = await getReport(api.db.kysely, principal.unit.id, params.id, query.revision);
  if (report !== undefined) return report;
  const submission = await getSubmission(api.db.kysely, principal.unit.id, params.id);
  if (submission === undefined) throw noSubmission();
  if (query.revision !== undefined && query.revision !== submission.revision) {
    throw new AssayError('not-found', `There is no revision ${query.revision} of this report.`);
  }
  throw new AssayError('conflict', 'The report is not ready: examination is still going on.', {
    retryAfterSeconds: 2,
  });
}

const forms = ['application/json', 'text/html', 'text/markdown'] as const;

export const get = operation<z.infer<typeof ById>, z.infer<typeof Revision>>({
  id: 'getReport',
  method: 'get',
  path: '/submissions/{id}/report',
  tag: 'Submissions',
  summary: 'The indicator report',
  description:
    'JSON, or by `Accept` a page (text/html) or Markdown. Markdown leaves out what is marked sensitive. A report never ' +
    'changes; a re-analysis makes a new revision.',
  access: ['submit', 'read', 'review'],
  params: ById,
  query: Revision,
  responses: {
    200: {
      description: 'The report',
      content: { 'application/json': Report, 'text/html': null, 'text/markdown': null },
      headers: { ETag: 'Of this report in this form', Vary: 'Accept' },
    },
    304: { description: 'Unchanged since the ETag in If-None-Match' },
  },
  problems: ['not-found', 'conflict', 'not-acceptable'],
  handle: async (api, call) => {
    const form = call.req.accepts([...forms]);
    if (form === false) {
      throw new AssayError('not-acceptable', `A report is available as ${forms.join(', ')}.`);
    }
    const report = await reportOf(api, call);
    const headers = { ETag: etagOf(report.id, form), 'Cache-Control': 'private, no-cache', Vary: 'Accept' };
    if (isFresh(call.req.headers['if-none-match'], headers.ETag))
      return { kind: 'empty', status: 304, headers };
    return inForm(api, report, form as (typeof forms)[number], headers);
  },
});

function inForm(
  api: ApiContext,
  report: Report,
  form: (typeof forms)[number],
  headers: Readonly<Record<string, string>>,
): Reply {
  if (form === 'application/json') return json(report, 200, headers);
  if (form === 'text/markdown') {
    return { kind: 'bytes', status: 200, mediaType: form, body: toMarkdown(report), headers };
  }
  const body = api.reportPage?.(report) ?? plainPage(report);
  return { kind: 'bytes', status: 200, mediaType: form, body, headers };
}

export const exportReport = operation<
  z.infer<typeof ById> & { format: ExportFormat },
  z.infer<typeof Revision>
>({
  id: 'exportReport',
  method: 'get',
  path: '/submissions/{id}/exports/{format}',
  tag: 'Submissions',
  summary: 'The report as STIX 2.1 bundle, MISP event or CSV',
  description: 'For your own unit. Leaves out what is sensitive. Written to the custody log as `exported`.',
  access: ['read', 'review'],
  params: z.strictObject({ id: Id, format: ExportFormat }),
  query: Revision,
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
  problems: ['not-found', 'conflict'],
  handle: async (api, call) => {
    const report = await reportOf(api, call);
    const reply = exportReply(report, call.params.format, `assay-${report.submission}`);
    await noteExport(api, call, report);
    return reply;
  },
});

async function noteExport(
  api: ApiContext,
  call: OneReport & { params: { format: ExportFormat } },
  report: Report,
) {
  const line: CustodyEvent = {
    unit: call.principal.unit.id,
    event: 'exported',
    exhibit: null,
    submission: report.submission,
    sha256: null,
    actor: `key:${call.principal.keyId}`,
    role: call.principal.scopes.has('review') ? 'reviewer' : 'reader',
    purpose: `report revision ${report.revision} as ${call.params.format}`,
    authorityRef: report.caseReference ?? null,
    tool: `assay ${api.plan.producerVersion}`,
    sha256Before: null,
    sha256After: null,
    sourceIpClass: ipClass(call.req.ip),
  };
  await api.db.transact((trx) => appendCustody(trx, [line]));
}

export const evidence = operation({
  id: 'getEvidence',
  method: 'get',
  path: '/runs/{run}/evidence/{evidence}',
  tag: 'Submissions',
  summary: 'A file that shows a finding',
  description: 'Made in the jail: no byte that was submitted is served here.',
  access: ['submit', 'read', 'review'],
  params: z.strictObject({ run: Id, evidence: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,119}$/) }),
  responses: {
    200: { description: 'The file', content: { '*/*': null } },
    304: { description: 'Unchanged' },
  },
  problems: ['not-found', 'storage-unavailable'],
  handle: async (api, { req, principal, params }) => {
    const file = await getEvidence(api.db.kysely, principal.unit.id, params.run, params.evidence);
    if (file === undefined) throw new AssayError('not-found', 'There is no such evidence file.');
    return evidenceReply(api.store, req, file);
  },
});
