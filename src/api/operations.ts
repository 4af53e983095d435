import type { Operation } from './operation.ts';
import * as about from './operations/about.ts';
import * as artefacts from './operations/artefacts.ts';
import { compare } from './operations/compare.ts';
import { submit } from './operations/intake.ts';
import * as keys from './operations/keys.ts';
import * as library from './operations/library.ts';
import * as reports from './operations/reports.ts';
import * as submissions from './operations/submissions.ts';
import { uploadOperations } from './operations/uploads.ts';

/** Everything the API does under /api/v1, in the order of the reference. One loop mounts it, another documents it. */
export const operations: readonly Operation[] = [
  submit,
  submissions.list,
  submissions.get,
  submissions.events,
  submissions.cancel,
  submissions.again,
  submissions.custody,
  reports.get,
  reports.exportReport,
  reports.evidence,
  ...uploadOperations,
  artefacts.get,
  artefacts.download,
  compare,
  library.release,
  library.search,
  library.get,
  library.exportRelease,
  library.evidence,
  library.withdraw,
  keys.list,
  keys.create,
  keys.revoke,
  about.analyzers,
  about.models,
];
