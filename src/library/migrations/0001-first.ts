import { type Kysely, sql } from 'kysely';

/** The first schema. Times are timestamptz; hashes are lower-case hex text; JSON columns hold contract types. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Who
  `create table units (
    id uuid primary key, name text not null unique, created_at timestamptz not null default now(),
    quota_bytes bigint not null, quota_open_submissions int not null, in_flight_cap int not null,
    used_bytes bigint not null default 0)`,
  `create table api_keys (
    id uuid primary key, unit_id uuid not null references units, label text not null,
    secret_hash text not null unique, scopes text[] not null, priority_cap int not null default 5,
    created_at timestamptz not null default now(), expires_at timestamptz, last_used_at timestamptz, revoked_at timestamptz)`,
  `create table login_links (
    token_hash text primary key, key_id uuid not null references api_keys, expires_at timestamptz not null, used_at timestamptz)`,
  `create table sessions (
    token_hash text primary key, key_id uuid not null references api_keys, csrf_token text not null,
    created_at timestamptz not null default now(), expires_at timestamptz not null)`,
  `create table idempotency (
    key_id uuid not null, idempotency_key text not null, fingerprint text not null,
    state text not null check (state in ('running','done')), status int, headers jsonb, body text,
    created_at timestamptz not null default now(), primary key (key_id, idempotency_key))`,

  // What was sent
  `create table artefacts (sha256 text primary key, bytes bigint not null, stored_at timestamptz not null default now())`,
  `create table unit_artefacts (
    unit_id uuid not null references units, sha256 text not null references artefacts, bytes bigint not null,
    first_seen_at timestamptz not null default now(), primary key (unit_id, sha256))`,
  // Keeps units.used_bytes true whoever writes, so that a quota is one row to read and to lock.
  `create function add_unit_bytes() returns trigger language plpgsql as $$
    begin
      update units set used_bytes = used_bytes + a.bytes
        from (select unit_id, sum(bytes) as bytes from added group by unit_id) a where units.id = a.unit_id;
      return null;
    end $$`,
  `create function take_unit_bytes() returns trigger language plpgsql as $$
    begin
      update units set used_bytes = used_bytes - t.bytes
        from (select unit_id, sum(bytes) as bytes from taken group by unit_id) t where units.id = t.unit_id;
      return null;
    end $$`,
  `create trigger unit_bytes_added after insert on unit_artefacts referencing new table as added
    for each statement execute function add_unit_bytes()`,
  `create trigger unit_bytes_taken after delete on unit_artefacts referencing old table as taken
    for each statement execute function take_unit_bytes()`,
  `create table uploads (
    id text primary key, unit_id uuid not null references units, key_id uuid not null references api_keys,
    claimed_name text not null, declared_sha256 text, declared_bytes bigint,
    state text not null check (state in ('receiving','stored','submitted')), sha256 text, bytes bigint,
    created_at timestamptz not null default now(), expires_at timestamptz not null)`,
  `create index uploads_of_unit on uploads (unit_id) where state <> 'submitted'`,
  `create table submissions (
    id uuid primary key, unit_id uuid not null references units, key_id uuid not null references api_keys,
    state text not null check (state in ('queued','examining','reported','cancelled')),
    revision int not null default 1, priority int not null, marking text not null, marking_is_default boolean not null,
    case_reference text, note text, source text, archive_password text,
    not_examined jsonb not null default '[]', next_event_seq int not null default 1,
    created_at timestamptz not null default now(), finished_at timestamptz, cancel_requested_at timestamptz)`,
  `create index submissions_of_unit on submissions (unit_id, id desc)`,
  `create index submissions_open on submissions (unit_id) where state in ('queued','examining')`,
  `create table exhibits (
    id uuid primary key, submission_id uuid not null references submissions, position int not null,
    sha256 text not null references artefacts, bytes bigint not null, claimed_name text not null, marking text not null,
    unique (submission_id, position))`,
  `create index exhibits_by_hash on exhibits (sha256)`,

  // What was done with it. A tree belongs to one revision of one submission; runs belong to the unit and may be shared by its submissions.
  `create table tree_nodes (
    submission_id uuid not null references submissions, revision int not null, sha256 text not null references artefacts,
    depth int not null, bytes bigint not null, media_types jsonb, relation text not null, primary key (submission_id, revision, sha256))`,
  `create table tree_edges (
    submission_id uuid not null references submissions, revision int not null, parent text not null, child text not null,
    relation text not null, claimed_name text not null)`,
  // By the name's hash: a long hostile name does not fit into an index row.
  `create function name_hash(name text) returns bytea language sql immutable
    as $$ select sha256(convert_to(name, 'UTF8')) $$`,
  `create unique index tree_edges_once on tree_edges (submission_id, revision, parent, child, name_hash(claimed_name))`,
  `create index tree_nodes_by_hash on tree_nodes (sha256)`,
  `create index tree_edges_by_child on tree_edges (child)`,
  `create table runs (
    id uuid primary key, unit_id uuid not null references units, cache_key text not null,
    analyzer text not null, version text not null, subject text not null references artefacts, spec jsonb not null,
    priority int not null, state text not null
      check (state in ('queued','dispatched','running','completed','partial','failed')),
    attempts int not null default 0, handouts int not null default 0, handed_out_at timestamptz,
    not_before timestamptz not null default now(),
    lease_token uuid, lease_until timestamptz, worker text,
    models jsonb not null default '{}', outcome jsonb, superseded_at timestamptz, cancel_requested_at timestamptz,
    created_at timestamptz not null default now(), started_at timestamptz, finished_at timestamptz)`,
  `create unique index runs_current on runs (unit_id, cache_key) where superseded_at is null`,
  `create index runs_by_subject on runs (unit_id, subject)`,
  `create index runs_waiting on runs (unit_id, priority desc, created_at) where state = 'queued'`,
  `create index runs_active on runs (state, lease_until, handed_out_at) where state in ('dispatched','running')`,
  `create table submission_runs (
    submission_id uuid not null references submissions, revision int not null, run_id uuid not null references runs,
    reused boolean not null, told boolean not null default false, primary key (submission_id, revision, run_id))`,
  `create index submission_runs_by_run on submission_runs (run_id)`,
  `create table submission_events (
    submission_id uuid not null references submissions, seq int not null, body jsonb not null, primary key (submission_id, seq))`,
  `create table reports (
    id uuid primary key, submission_id uuid not null references submissions, revision int not null,
    unit_id uuid not null references units, body jsonb not null, produced_at timestamptz not null,
    unique (submission_id, revision))`,
  `create table evidence_files (
    run_id uuid not null references runs, evidence_id text not null, sha256 text not null, bytes bigint not null,
    media_type text not null, caption text not null, primary key (run_id, evidence_id))`,

  // Custody: stored lines, chained per unit, never changed
  `create table custody (
    unit_id uuid not null references units, seq int not null, line text not null, entry_hash text not null,
    submission_id uuid, exhibit_id uuid, sha256 text, event text not null, at timestamptz not null, primary key (unit_id, seq))`,
  `create index custody_by_submission on custody (submission_id, seq)`,
  `create index custody_by_artefact on custody (unit_id, sha256, seq)`,
  `create table custody_heads (unit_id uuid primary key references units, seq int not null, entry_hash text not null)`,
  `create function custody_is_append_only() returns trigger language plpgsql as $$
    begin raise exception 'the custody log is append-only'; end $$`,
  `create trigger custody_append_only before update or delete or truncate on custody
    for each statement execute function custody_is_append_only()`,

  // The shared library
  `create table releases (
    id uuid primary key, report_id uuid not null references reports, submission_id uuid not null, unit_id uuid not null references units,
    key_id uuid not null references api_keys, marking text not null, audience text not null check (audience in ('own','units','everyone')),
    conclusion text not null, body jsonb not null, search tsvector not null, kinds text[] not null,
    released_at timestamptz not null default now(), withdrawn_at timestamptz)`,
  `create index releases_search on releases using gin (search)`,
  `create table release_units (
    release_id uuid not null references releases, unit_id uuid not null references units, primary key (release_id, unit_id))`,
  `create table release_terms (
    release_id uuid not null references releases, kind text not null, value text not null)`,
  `create index release_terms_by_value on release_terms using hash (value)`,
  `create index release_terms_by_release on release_terms (release_id)`,
];
