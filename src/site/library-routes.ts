import { type Request, type Response, Router } from 'express';
import { AssayError, Id, indicatorKinds, type Release, Sha256 } from '../contract/index.ts';
import { refang } from '../exchange/index.ts';
import {
  getRelease,
  getReleasedEvidence,
  type ReleaseFilters,
  searchReleases,
  withdraw,
} from '../library/index.ts';
import type { Viewer } from './layout.ts';
import { type LibraryQuery, libraryPage, withdrawForm } from './library-pages.ts';
import { queryOf } from './read-form.ts';
import { reportPage } from './report-page.ts';
import { goTo, sendPage, signedIn, signedInForm } from './respond.ts';
import { sendEvidence } from './send-evidence.ts';
import { sendExport } from './send-export.ts';
import type { SiteContext } from './site-options.ts';

const READERS = ['read', 'review'] as const;
const PER_PAGE = 30;
const FIELDS = ['q', 'indicator', 'sha256', 'kind', 'since', 'until'] as const;

/** The shelf of released reports, as far as the viewer's unit may see it. */
export function libraryRoutes(site: SiteContext): Router {
  const router = Router();
  router.get(
    '/library',
    signedIn(site, READERS, (req, res, viewer) => search(site, req, res, viewer)),
  );
  router.get(
    '/library/:id',
    signedIn(site, READERS, async (req, res, viewer) => {
      const release = await visibleRelease(site, req, viewer);
      const base = `/library/${release.id}`;
      const address = (run: string, evidence: string) =>
        `${base}/evidence/${run}/${encodeURIComponent(evidence)}`;
      const below = withdrawForm(viewer, release);
      const parts = { report: release.report, release, viewer, address, exports: `${base}/exports`, below };
      sendPage(res, reportPage({ ...parts, here: '/library' }));
    }),
  );
  router.get(
    '/library/:id/exports/:format',
    signedIn(site, READERS, async (req, res, viewer) => {
      const source = await visibleRelease(site, req, viewer);
      const { submission } = source;
      const format = String(req.params['format']);
      await sendExport(site, req, res, viewer, { source, format, what: `release ${source.id}`, submission });
    }),
  );
  router.get(
    '/library/:id/evidence/:run/:evidence',
    signedIn(site, READERS, async (req, res, { principal }) => {
      const [id, run] = [idOf(req), idOf(req, 'run')];
      const file = await getReleasedEvidence(
        site.db.kysely,
        principal,
        id,
        run,
        String(req.params['evidence']),
      );
      await sendEvidence(site, res, file);
    }),
  );
  router.post(
    '/library/:id/withdraw',
    signedInForm(site, ['review'], async (req, res, { principal }) => {
      const reviewer = { principal, sourceIpClass: site.ipClass(req.ip) };
      const after = await withdraw(site.db, reviewer, idOf(req));
      if (after === undefined) throw nothing();
      goTo(res, `/library/${after.id}`);
    }),
  );
  return router;
}

async function search(site: SiteContext, req: Request, res: Response, viewer: Viewer): Promise<void> {
  const params = queryOf(req);
  const query = Object.fromEntries(
    FIELDS.map((name) => [name, (params.get(name) ?? '').trim().slice(0, 4200)]),
  ) as Record<keyof LibraryQuery, string>;
  const { filters, problem } = readFilters(query);
  const after = Id.safeParse(params.get('after')).data;
  const page = { limit: PER_PAGE, ...(after && { after }) };
  const found =
    problem === undefined ? await searchReleases(site.db.kysely, viewer.principal, filters, page) : [];
  const older = new URLSearchParams({ ...query, after: found.at(-1)?.id ?? '' });
  const next = found.length < PER_PAGE ? undefined : `/library?${older}`;
  sendPage(res, libraryPage(viewer, found, query, next, problem), problem === undefined ? 200 : 400);
}

function readFilters(query: LibraryQuery): { filters: ReleaseFilters; problem: string | undefined } {
  const sha256 = query.sha256.toLowerCase();
  const kind = indicatorKinds.find((k) => k === query.kind);
  const dates = [query.since, query.until].map((text) =>
    text === '' ? undefined : new Date(`${text}T00:00:00Z`),
  );
  if (dates.some((date) => date !== undefined && Number.isNaN(date.getTime())))
    return { filters: {}, problem: 'A date looks like 2026-11-22.' };
  if (sha256 !== '' && !Sha256.safeParse(sha256).success)
    return { filters: {}, problem: 'A SHA-256 has 64 hexadecimal digits.' };
  const [since, until] = dates;
  const filters = {
    ...(query.q !== '' && { q: query.q }),
    ...(query.indicator !== '' && { indicator: refang(query.indicator) }),
    ...(sha256 !== '' && { sha256 }),
    ...(kind && { kind }),
    ...(since && { since }),
    ...(until && { until }),
  };
  return { filters, problem: undefined };
}

async function visibleRelease(site: SiteContext, req: Request, viewer: Viewer): Promise<Release> {
  const found = await getRelease(site.db.kysely, viewer.principal, idOf(req));
  if (found === undefined) throw nothing();
  return found;
}

function idOf(req: Request, name = 'id'): Id {
  const parsed = Id.safeParse(req.params[name]);
  if (!parsed.success) throw nothing();
  return parsed.data;
}

function nothing(): AssayError {
  return new AssayError('not-found', 'There is no such release for your unit.');
}
