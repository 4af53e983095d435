import type { Id, Marking, MediaType, Sha256 } from '../contract/index.ts';
import type { Queries } from './open-database.ts';
import type { RunState } from './schema.ts';

/** What one unit knows of some bytes. Everything here is the unit's own. */
export interface ArtefactView {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** When this unit first sent or found it; says nothing about others. */
  readonly firstSeenAt: Date;
  /** As last identified; empty while it was not. */
  readonly mediaTypes: readonly MediaType[];
  /** Where it was evidence itself, newest first. */
  readonly exhibits: readonly {
    readonly id: Id;
    readonly submission: Id;
    readonly claimedName: string;
    readonly marking: Marking;
    readonly caseReference: string | undefined;
    readonly createdAt: Date;
  }[];
  /** Where it was found inside another artefact, newest first. */
  readonly foundIn: readonly {
    readonly submission: Id;
    readonly parent: Sha256;
    readonly relation: string;
  }[];
  /** The unit's runs on it, newest first. */
  readonly runs: readonly {
    readonly id: Id;
    readonly analyzer: string;
    readonly version: string;
    readonly state: RunState;
    readonly finishedAt: Date | undefined;
  }[];
}

/** Each list is cut here; the newest are what people look for. */
const MOST = 200;

/** Looks bytes up by hash. Undefined when this unit does not have them, whoever else may. */
export async function getArtefact(db: Queries, unit: Id, sha256: Sha256): Promise<ArtefactView | undefined> {
  const own = await db
    .selectFrom('unit_artefacts')
    .select(['bytes', 'first_seen_at'])
    .where('unit_id', '=', unit)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (!own) return undefined;
  return {
    sha256,
    bytes: own.bytes,
    firstSeenAt: own.first_seen_at,
    mediaTypes: await mediaTypesOf(db, unit, sha256),
    exhibits: await exhibitsOf(db, unit, sha256),
    foundIn: await parentsOf(db, unit, sha256),
    runs: await runsOn(db, unit, sha256),
  };
}

/** Whether this unit has these bytes: what a look-up before uploading may learn. */
export async function hasArtefact(db: Queries, unit: Id, sha256: Sha256): Promise<boolean> {
  const row = await db
    .selectFrom('unit_artefacts')
    .select('sha256')
    .where('unit_id', '=', unit)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row !== undefined;
}

async function mediaTypesOf(db: Queries, unit: Id, sha256: Sha256): Promise<readonly MediaType[]> {
  const row = await db
    .selectFrom('tree_nodes as n')
    .innerJoin('submissions as s', 's.id', 'n.submission_id')
    .select('n.media_types')
    .where('s.unit_id', '=', unit)
    .where('n.sha256', '=', sha256)
    .where('n.media_types', 'is not', null)
    .orderBy('s.id', 'desc')
    .orderBy('n.revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.media_types ?? [];
}

async function exhibitsOf(db: Queries, unit: Id, sha256: Sha256): Promise<ArtefactView['exhibits']> {
  const rows = await db
    .selectFrom('exhibits as e')
    .innerJoin('submissions as s', 's.id', 'e.submission_id')
    .select(['e.id', 'e.submission_id', 'e.claimed_name', 'e.marking', 's.case_reference', 's.created_at'])
    .where('s.unit_id', '=', unit)
    .where('e.sha256', '=', sha256)
    .orderBy('s.id', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    submission: row.submission_id,
    claimedName: row.claimed_name,
    marking: row.marking as Marking,
    caseReference: row.case_reference ?? undefined,
    createdAt: row.created_at,
  }));
}

async function parentsOf(db: Queries, unit: Id, sha256: Sha256): Promise<ArtefactView['foundIn']> {
  const rows = await db
    .selectFrom('tree_edges as e')
    .innerJoin('submissions as s', 's.id', 'e.submission_id')
    .select(['e.submission_id as submission', 'e.parent', 'e.relation'])
    .distinct()
    .where('s.unit_id', '=', unit)
    .where('e.child', '=', sha256)
    .orderBy('e.submission_id', 'desc')
    .limit(MOST)
    .execute();
  return rows;
}

async function runsOn(db: Queries, unit: Id, sha256: Sha256): Promise<ArtefactView['runs']> {
  const rows = await db
    .selectFrom('runs')
    .select(['id', 'analyzer', 'version', 'state', 'finished_at'])
    .where('unit_id', '=', unit)
    .where('subject', '=', sha256)
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return rows.map(({ finished_at, ...run }) => ({ ...run, finishedAt: finished_at ?? undefined }));
}
