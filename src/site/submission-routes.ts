import { timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import {
  AssayError,
  Id,
  ReleaseFields,
  type Report,
  type Submission,
  submissionStates,
} from '../contract/index.ts';
import {
  getEvidence,
  getReport,
  getSubmission,
  listSubmissions,
  listUnits,
  readCustody,
  release,
  searchReleases,
} from '../library/index.ts';
import { cancelSubmission, reanalyse } from '../pipeline/index.ts';
import { html } from './html.ts';
import { uploadToken, type Viewer } from './layout.ts';
import { releaseList } from './library-pages.ts';
import { custodyPage } from './other-pages.ts';
import { queryOf } from './read-form.ts';
import { releaseForm } from './release-form.ts';
import { reportPage } from './report-page.ts';
import { goTo, sendPage, signedIn, signedInForm } from './respond.ts';
import { sendEvidence } from './send-evidence.ts';
import { sendExport } from './send-export.ts';
import type { SiteContext } from './site-options.ts';
import { actionsSection, listPage, progressPage, progressWords, uploadPage } from './submission-pages.ts';

const READERS = ['submit', 'read', 'review'] as const;
/** As at the API: who only sends files does not see who looked at them. */
const CUSTODY_READERS = ['read', 'review', 'admin'] as const;
const PER_PAGE = 50;

/** Pages of the own unit's submissions. What is not there, or another unit's, is the same 404. */
export function submissionRoutes(site: SiteContext): Router {
  const router = Router();
  const { kysely } = site.db;
  router.get('/', (_req, res) => goTo(res, '/submissions'));
  router.get(
    '/submissions',
    signedIn(site, READERS, (req, res, viewer) => list(site, req, res, viewer)),
  );
  router.get(
    '/upload',
    signedIn(site, ['submit'], async (_req, res, viewer) => sendPage(res, uploadPage(viewer))),
  );
  router.post(
    '/upload',
    signedIn(site, ['submit'], (req, res, viewer) => upload(site, req, res, viewer)),
  );
  router.get(
    '/submissions/:id',
    signedIn(site, READERS, (req, res, viewer) => show(site, req, res, viewer)),
  );
  router.get(
    '/submissions/:id/progress',
    signedIn(site, READERS, async (req, res, viewer) => {
      const s = await ownSubmission(site, req, viewer);
      res
        .set('Cache-Control', 'no-store')
        .json({ ...s.progress, ended: hasEnded(s), words: progressWords(s) });
    }),
  );
  router.get(
    '/submissions/:id/custody',
    signedIn(site, CUSTODY_READERS, async (req, res, viewer) => {
      const { id } = await ownSubmission(site, req, viewer);
      const after = queryOf(req).get('after') ?? '';
      const afterSeq = /^\d{1,9}$/.test(after) ? Number(after) : 0;
      const lines = await readCustody(kysely, {
        unit: viewer.principal.unit.id,
        submission: id,
        afterSeq,
        limit: 200,
      });
      const next = lines.length < 200 ? undefined : `/submissions/${id}/custody?after=${lines.at(-1)!.seq}`;
      sendPage(res, custodyPage(viewer, id, lines, next));
    }),
  );
  router.get(
    '/submissions/:id/exports/:format',
    signedIn(site, ['read', 'review'], async (req, res, viewer) => {
      const report = await ownReport(site, req, viewer);
      const what = `report revision ${report.revision}`;
      const format = String(req.params['format']);
      await sendExport(site, req, res, viewer, {
        source: report,
        format,
        what,
        submission: report.submission,
      });
    }),
  );
  router.get(
    '/evidence/:run/:evidence',
    signedIn(site, READERS, async (req, res, viewer) => {
      const [run, evidence] = [idOf(req, 'run'), String(req.params['evidence'])];
      await sendEvidence(site, res, await getEvidence(kysely, viewer.principal.unit.id, run, evidence));
    }),
  );
  for (const [name, act] of [
    ['cancel', cancelSubmission],
    ['reanalyse', reanalyse],
  ] as const)
    router.post(
      `/submissions/:id/${name}`,
      signedInForm(site, ['submit'], async (req, res, viewer) => {
        const asking = { principal: viewer.principal, sourceIpClass: site.ipClass(req.ip) };
        const after = await act(site.db, site.plan, idOf(req), asking);
        if (after === undefined) throw nothing();
        goTo(res, `/submissions/${after.id}`);
      }),
    );
  router.post(
    '/submissions/:id/release',
    signedInForm(site, ['review'], async (req, res, viewer, form) => {
      const reviewer = { principal: viewer.principal, sourceIpClass: site.ipClass(req.ip) };
      const made = await release(site.db, reviewer, idOf(req), releaseFieldsOf(form));
      if (made === undefined) throw nothing();
      goTo(res, `/library/${made.id}`);
    }),
  );
  return router;
}

async function list(site: SiteContext, req: Request, res: Response, viewer: Viewer): Promise<void> {
  const query = queryOf(req);
  const state = submissionStates.find((s) => s === query.get('state'));
  const caseReference = (query.get('caseReference') ?? '').replaceAll('\u0000', '').slice(0, 200);
  const after = Id.safeParse(query.get('after')).data;
  const filters = { ...(state && { state }), ...(caseReference !== '' && { caseReference }) };
  const page = { limit: PER_PAGE, ...(after && { after }) };
  const rows = await listSubmissions(site.db.kysely, viewer.principal.unit.id, filters, page);
  const older = new URLSearchParams({ state: state ?? '', caseReference, after: rows.at(-1)?.id ?? '' });
  const next = rows.length < PER_PAGE ? undefined : `/submissions?${older}`;
  sendPage(res, listPage(viewer, rows, { state: state ?? '', caseReference }, next));
}

async function upload(site: SiteContext, req: Request, res: Response, viewer: Viewer): Promise<void> {
  const [sent, right] = [queryOf(req).get('form') ?? '', uploadToken(viewer)].map((text) =>
    Buffer.from(text),
  );
  if (sent!.length !== right!.length || !timingSafeEqual(sent!, right!))
    throw new AssayError(
      'forbidden',
      'This form was not sent from your own page. Open the page again and repeat.',
    );
  const submission = await site.submitForm(req, viewer.principal, () => false);
  goTo(res, `/submissions/${submission.id}`);
}

async function show(site: SiteContext, req: Request, res: Response, viewer: Viewer): Promise<void> {
  const submission = await ownSubmission(site, req, viewer);
  const wanted = queryOf(req).get('revision');
  if (!hasEnded(submission) && wanted === null) return sendPage(res, progressPage(viewer, submission));
  const report = await ownReport(site, req, viewer);
  const { kysely } = site.db;
  const filters = { submission: submission.id, withdrawn: true };
  const releases = await searchReleases(kysely, viewer.principal, filters, { limit: 20 });
  const newest = report.revision === submission.revision;
  const mayRelease = viewer.principal.scopes.has('review') && newest && hasEnded(submission);
  const below = html`${mayRelease && releaseForm(report, await listUnits(kysely), viewer)}
${actionsSection(viewer, submission.id, submission.revision, releaseList(releases))}`;
  const address = (run: string, evidence: string) => `/evidence/${run}/${encodeURIComponent(evidence)}`;
  const exports = `/submissions/${submission.id}/exports`;
  sendPage(res, reportPage({ report, viewer, address, exports, below, here: '/submissions' }));
}

async function ownSubmission(site: SiteContext, req: Request, viewer: Viewer): Promise<Submission> {
  const found = await getSubmission(site.db.kysely, viewer.principal.unit.id, idOf(req));
  if (found === undefined) throw nothing();
  return found;
}

async function ownReport(site: SiteContext, req: Request, viewer: Viewer): Promise<Report> {
  const { id } = await ownSubmission(site, req, viewer);
  const text = queryOf(req).get('revision');
  const revision = text === null ? undefined : /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  const report = await getReport(site.db.kysely, viewer.principal.unit.id, id, revision);
  if (report === undefined)
    throw new AssayError('not-found', 'There is no such report, or it is not ready yet.');
  return report;
}

function releaseFieldsOf(form: URLSearchParams): ReleaseFields {
  const kind = form.get('audience');
  const audience = kind === 'units' ? { kind, units: form.getAll('unit') } : { kind };
  const fields = {
    conclusion: (form.get('conclusion') ?? '').replaceAll('\r\n', '\n'),
    marking: form.get('marking'),
    audience,
    actionable: form.getAll('actionable'),
  };
  const parsed = ReleaseFields.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new AssayError(
    'unprocessable',
    'The release needs a conclusion in words, a marking and an audience; for named units tick at least one.',
    {
      places: parsed.error.issues
        .slice(0, 5)
        .map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message })),
    },
  );
}

function hasEnded({ state }: Submission): boolean {
  return state === 'reported' || state === 'cancelled';
}

function idOf(req: Request, name = 'id'): Id {
  const parsed = Id.safeParse(req.params[name]);
  if (!parsed.success) throw nothing();
  return parsed.data;
}

function nothing(): AssayError {
  return new AssayError('not-found', 'There is no such submission for your unit.');
}
