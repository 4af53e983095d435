import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Json, MediaType, Report, RunOutcome, SubmissionEvent } from '../contract/index.ts';

/** timestamptz: read as Date, written as Date or ISO text. */
type Time = ColumnType<Date, Date | string, Date | string>;
type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type DefaultTime = ColumnType<Date, Date | string | undefined, Date | string>;
/** bigint: read as number (the pool parses int8; sizes stay far below 2^53). */
type Bytes = ColumnType<number, number, number>;
type JsonOf<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

export interface Database {
  units: {
    id: string;
    name: string;
    created_at: DefaultTime;
    quota_bytes: Bytes;
    quota_open_submissions: number;
    in_flight_cap: number;
    /** Sum of `unit_artefacts.bytes`, kept by a trigger. */
    used_bytes: ColumnType<number, never, never>;
  };
  api_keys: {
    id: string;
    unit_id: string;
    label: string;
    secret_hash: string;
    scopes: string[];
    priority_cap: Generated<number>;
    created_at: DefaultTime;
    expires_at: TimeOrNull;
    last_used_at: TimeOrNull;
    revoked_at: TimeOrNull;
  };
  login_links: { token_hash: string; key_id: string; expires_at: Time; used_at: TimeOrNull };
  sessions: {
    token_hash: string;
    key_id: string;
    csrf_token: string;
    created_at: DefaultTime;
    expires_at: Time;
  };
  idempotency: {
    key_id: string;
    idempotency_key: string;
    fingerprint: string;
    state: 'running' | 'done';
    status: number | null;
    headers: NullableJson<Record<string, string>>;
    body: string | null;
    created_at: DefaultTime;
  };
  artefacts: { sha256: string; bytes: Bytes; stored_at: DefaultTime };
  unit_artefacts: { unit_id: string; sha256: string; bytes: Bytes; first_seen_at: DefaultTime };
  uploads: {
    id: string;
    unit_id: string;
    key_id: string;
    claimed_name: string;
    declared_sha256: string | null;
    declared_bytes: Bytes | null;
    state: 'receiving' | 'stored' | 'submitted';
    sha256: string | null;
    bytes: Bytes | null;
    created_at: DefaultTime;
    expires_at: Time;
  };
  submissions: {
    id: string;
    unit_id: string;
    key_id: string;
    state: 'queued' | 'examining' | 'reported' | 'cancelled';
    revision: Generated<number>;
    priority: number;
    marking: string;
    marking_is_default: boolean;
    case_reference: string | null;
    note: string | null;
    source: string | null;
    archive_password: string | null;
    not_examined: ColumnType<Report['notExamined'], string | undefined, string>;
    next_event_seq: Generated<number>;
    created_at: DefaultTime;
    finished_at: TimeOrNull;
    cancel_requested_at: TimeOrNull;
  };
  exhibits: {
    id: string;
    submission_id: string;
    position: number;
    sha256: string;
    bytes: Bytes;
    claimed_name: string;
    marking: string;
  };
  tree_nodes: {
    submission_id: string;
    revision: number;
    sha256: string;
    depth: number;
    bytes: Bytes;
    media_types: NullableJson<MediaType[]>;
    relation: string;
  };
  tree_edges: {
    submission_id: string;
    revision: number;
    parent: string;
    child: string;
    relation: string;
    claimed_name: string;
  };
  runs: {
    id: string;
    unit_id: string;
    cache_key: string;
    analyzer: string;
    version: string;
    subject: string;
    spec: JSONColumnType<RunSpec>;
    priority: number;
    state: RunState;
    attempts: Generated<number>;
    handouts: Generated<number>;
    handed_out_at: TimeOrNull;
    not_before: DefaultTime;
    lease_token: string | null;
    lease_until: TimeOrNull;
    worker: string | null;
    models: ColumnType<Record<string, string>, string | undefined, string>;
    outcome: NullableJson<RunOutcome>;
    superseded_at: TimeOrNull;
    cancel_requested_at: TimeOrNull;
    created_at: DefaultTime;
    started_at: TimeOrNull;
    finished_at: TimeOrNull;
  };
  submission_runs: {
    submission_id: string;
    revision: number;
    run_id: string;
    reused: boolean;
    /** The submission's events and custody tell of the run's end. */
    told: Generated<boolean>;
  };
  submission_events: { submission_id: string; seq: number; body: JsonOf<SubmissionEvent> };
  reports: {
    id: string;
    submission_id: string;
    revision: number;
    unit_id: string;
    body: JsonOf<Report>;
    produced_at: Time;
  };
  evidence_files: {
    run_id: string;
    evidence_id: string;
    sha256: string;
    bytes: Bytes;
    media_type: string;
    caption: string;
  };
  custody: {
    unit_id: string;
    seq: number;
    line: string;
    entry_hash: string;
    submission_id: string | null;
    exhibit_id: string | null;
    sha256: string | null;
    event: string;
    at: Time;
  };
  custody_heads: { unit_id: string; seq: number; entry_hash: string };
  releases: {
    id: string;
    report_id: string;
    submission_id: string;
    unit_id: string;
    key_id: string;
    marking: string;
    audience: 'own' | 'units' | 'everyone';
    conclusion: string;
    body: JsonOf<Report>;
    search: string;
    kinds: string[];
    released_at: DefaultTime;
    withdrawn_at: TimeOrNull;
  };
  release_units: { release_id: string; unit_id: string };
  release_terms: { release_id: string; kind: string; value: string };
}

export type RunState = 'queued' | 'dispatched' | 'running' | 'completed' | 'partial' | 'failed';

/** What a worker needs to know to repeat a run, besides the subject: parsed with zod on both sides by the pipeline. */
export interface RunSpec {
  readonly bytes: number;
  readonly mediaTypes: readonly MediaType[];
  readonly password?: string;
  readonly config: Json;
}
