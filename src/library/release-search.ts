import { type RawBuilder, sql } from 'kysely';
import type {
  Audience,
  EvidenceFile,
  Id,
  IndicatorKind,
  Instant,
  Marking,
  Principal,
  Release,
  Report,
  Sha256,
} from '../contract/index.ts';
import type { Queries } from './open-database.ts';

export interface ReleaseFilters {
  /** Words, phrases in quotes, `-word`. */
  readonly q?: string;
  /** A value as an indicator has it (not defanged); upper and lower case are the same. */
  readonly indicator?: string;
  readonly sha256?: Sha256;
  readonly kind?: IndicatorKind;
  /** Released at or after. */
  readonly since?: Date;
  /** Released before. */
  readonly until?: Date;
  /** Only of this submission. */
  readonly submission?: Id;
  /** Withdrawn ones of the own unit as well. Default: only what is on the shelf. */
  readonly withdrawn?: boolean;
}

export interface ReleasePage {
  /** 1–200. */
  readonly limit: number;
  /** Id of the last release of the page before. */
  readonly after?: Id;
}

/** A release without its report. */
export interface ReleaseSummary {
  readonly id: Id;
  readonly submission: Id;
  readonly unit: { readonly id: Id; readonly name: string };
  readonly marking: Marking;
  readonly audience: Audience;
  readonly conclusion: string;
  readonly releasedAt: Instant;
  readonly withdrawnAt: Instant | null;
  readonly kinds: readonly IndicatorKind[];
}

interface Row extends Omit<ReleaseSummary, 'audience' | 'releasedAt' | 'withdrawnAt' | 'unit'> {
  readonly unitId: Id;
  readonly unitName: string;
  readonly audience: Audience['kind'];
  readonly units: Id[];
  readonly releasedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly body?: Report;
}

const COLUMNS = sql`r.id, r.submission_id as submission, r.unit_id as "unitId", u.name as "unitName", r.marking,
  r.audience, r.conclusion, r.released_at as "releasedAt", r.withdrawn_at as "withdrawnAt", r.kinds,
  (select coalesce(jsonb_agg(n.unit_id order by n.unit_id), '[]') from release_units n where n.release_id = r.id) as units`;

/** Newest first. Fewer than `page.limit`: the last page. Shows only what the principal's unit may see. */
export async function searchReleases(
  db: Queries,
  principal: Principal,
  filters: ReleaseFilters,
  page: ReleasePage,
): Promise<readonly ReleaseSummary[]> {
  const wanted = [visibleTo(principal), ...conditions(filters)];
  wanted.push(
    filters.withdrawn === true
      ? sql`(r.withdrawn_at is null or r.unit_id = ${principal.unit.id})`
      : sql`r.withdrawn_at is null`,
  );
  if (page.after) wanted.push(sql`r.id < ${page.after}`);
  const { rows } = await sql<Row>`select ${COLUMNS} from releases r join units u on u.id = r.unit_id
    where ${sql.join(wanted, sql` and `)} order by r.id desc limit ${Math.min(Math.max(page.limit, 1), 200)}`.execute(
    db,
  );
  return rows.map((row) => summaryOf(row, principal));
}

/**
 * One release, as the principal's unit may see it. Undefined: none, or not for this unit. Once withdrawn, other units
 * see only that it was: no conclusion, no result.
 */
export async function getRelease(db: Queries, principal: Principal, id: Id): Promise<Release | undefined> {
  const { rows } = await sql<Row>`select ${COLUMNS}, r.body from releases r join units u on u.id = r.unit_id
    where r.id = ${id} and ${visibleTo(principal)}`.execute(db);
  const row = rows[0];
  if (row?.body === undefined) return undefined;
  const { kinds: _, ...summary } = summaryOf(row, principal);
  const whole = { ...summary, report: row.body };
  return row.withdrawnAt !== null && row.unitId !== principal.unit.id ? emptied(whole) : whole;
}

/** An evidence file of a released report. Undefined: no such file in it, or the release is not for this unit. */
export async function getReleasedEvidence(
  db: Queries,
  principal: Principal,
  release: Id,
  run: Id,
  evidence: string,
): Promise<EvidenceFile | undefined> {
  const found = await getRelease(db, principal, release);
  return found?.report.artefacts
    .flatMap((entry) => entry.runs)
    .find(({ id }) => id === run)
    ?.result.evidence.find(({ id }) => id === evidence);
}

function visibleTo({ unit }: Principal): RawBuilder<unknown> {
  return sql`(r.unit_id = ${unit.id} or r.audience = 'everyone' or (r.audience = 'units' and exists
    (select 1 from release_units n where n.release_id = r.id and n.unit_id = ${unit.id})))`;
}

function conditions(filters: ReleaseFilters): RawBuilder<unknown>[] {
  const wanted: RawBuilder<unknown>[] = [];
  const { sha256, kind, since, until, submission } = filters;
  // PostgreSQL's text cannot hold a zero character.
  const [q, indicator] = [filters.q, filters.indicator].map((text) => text?.replaceAll('\u0000', ' '));
  if (q) wanted.push(sql`r.search @@ websearch_to_tsquery('simple', ${q})`);
  if (indicator)
    wanted.push(sql`exists (select 1 from release_terms t where t.release_id = r.id
      and t.value in (${indicator}, ${indicator.toLowerCase()}) and t.kind = coalesce(${kind ?? null}::text, t.kind))`);
  else if (kind) wanted.push(sql`r.kinds @> array[${kind}]::text[]`);
  if (sha256)
    wanted.push(sql`exists (select 1 from release_terms t where t.release_id = r.id and t.value = ${sha256}
      and t.kind in ('sha256', 'file', 'certificate'))`);
  if (since) wanted.push(sql`r.released_at >= ${since}`);
  if (until) wanted.push(sql`r.released_at < ${until}`);
  if (submission) wanted.push(sql`r.submission_id = ${submission}`);
  return wanted;
}

function summaryOf(row: Row, principal: Principal): ReleaseSummary {
  const own = row.unitId === principal.unit.id;
  // Other units do not learn who else received it.
  const units = own ? row.units : row.units.filter((id) => id === principal.unit.id);
  return {
    id: row.id,
    submission: row.submission,
    unit: { id: row.unitId, name: row.unitName },
    marking: row.marking,
    audience: row.audience === 'units' ? { kind: 'units', units } : { kind: row.audience },
    conclusion: row.conclusion,
    releasedAt: row.releasedAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    kinds: row.kinds,
  };
}

function emptied(release: Release): Release {
  const nothing = { exhibits: [], artefacts: [], edges: [], assessments: [], notExamined: [] };
  return {
    ...release,
    conclusion: 'Withdrawn by the unit that released it.',
    report: { ...release.report, ...nothing },
  };
}
