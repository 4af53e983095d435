import type { Request, Router } from 'express';
import type { Logger } from 'pino';
import type { Comparison, Principal, Report, Result, Sha256, Submission } from '../contract/index.ts';
import type { LibraryDb } from '../library/index.ts';
import type { Listen, Plan } from '../pipeline/index.ts';
import type { ByteStore } from '../storage/index.ts';

/** What one request or one key may spend. */
export interface ApiLimits {
  /** Largest single file, bytes. */
  readonly maxUploadBytes: number;
  /** Most files in one submission. */
  readonly maxFiles: number;
  /** Requests that one key may make in a minute; a burst of a sixth of it is allowed at once. */
  readonly requestsPerMinute: number;
  /** Open event streams of one key. Default 20. */
  readonly eventStreamsPerKey?: number;
  /** Seconds an unfinished resumable upload is kept. Default 86 400. */
  readonly uploadSeconds?: number;
}

/** An installed model, as `GET /models` lists it. */
export interface ModelInfo {
  readonly name: string;
  readonly sha256: Sha256;
  readonly licence?: string | undefined;
}

/** One thing that `/readyz` asks. `check` throws an `AssayError` when it is not ready. */
export interface ReadyCheck {
  readonly name: string;
  check(): Promise<void>;
}

/** Puts two examined apps beside each other. */
export interface Comparing {
  /** Analyzers whose results can be compared. */
  readonly analyzers: readonly string[];
  compare(a: ExaminedArtefact, b: ExaminedArtefact): Comparison;
}

export interface ExaminedArtefact {
  readonly sha256: Sha256;
  readonly result: Result;
}

export interface ApiOptions {
  readonly db: LibraryDb;
  readonly store: ByteStore;
  readonly plan: Plan;
  /** Bound to the database that `db` opened: event streams are driven by it. */
  readonly listen: Listen;
  readonly log: Logger;
  readonly models: readonly ModelInfo[];
  readonly comparing: Comparing;
  /** Folder for unfinished resumable uploads, on the file system of the store where possible. Only one api process may use it. */
  readonly uploadsFolder: string;
  readonly limits: ApiLimits;
  /** Host names (without port) a request may be addressed to, besides loopback names. */
  readonly allowedHosts: readonly string[];
  /** Proxies in front whose `X-Forwarded-For` entries are believed. 0: none. */
  readonly trustedProxies: number;
  /** Who may read `/metrics`. */
  readonly metrics: 'loopback' | 'admin' | 'off';
  /** Checks beside the database and the store: the queue, a worker seen… */
  readonly readyChecks?: readonly ReadyCheck[];
  /**
   * Pages: mounted after the API under `/`, behind the same Host check, request ids and log. Every answer starts with a
   * Content-Security-Policy that allows nothing, so pages set their own.
   */
  readonly site?: ((services: SiteServices) => Router) | undefined;
  /** The page for `Accept: text/html` of a report; without it a bare one is written. */
  readonly reportPage?: ((report: Report) => string) | undefined;
}

/** What the API does for the site. */
export interface SiteServices {
  /**
   * Takes the submission form of a page: the same fields as `POST /submissions`. `onField` sees every text field first
   * and answers true for its own (the CSRF token, which must stand first in the form); it may throw to refuse.
   */
  submitForm(
    req: Request,
    principal: Principal,
    onField: (name: string, value: string) => boolean,
  ): Promise<Submission>;
}
