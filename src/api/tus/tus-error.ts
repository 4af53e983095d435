import { AssayError } from '../../contract/index.ts';
import { problemKinds } from '../problems.ts';

/** An answer as the tus server throws it. */
export interface TusAnswer {
  readonly status_code: number;
  readonly body: string;
}

/** Turns what our code throws inside a tus hook into the answer of that request: plain text, as tus clients show it. */
export function tusAnswer(error: unknown): TusAnswer {
  if (isTusAnswer(error)) return error;
  if (!(error instanceof AssayError) || error.code === 'internal') {
    return { status_code: 500, body: 'Something went wrong here.\n' };
  }
  return { status_code: problemKinds[error.code].status, body: `${error.message}\n` };
}

function isTusAnswer(error: unknown): error is TusAnswer {
  return typeof error === 'object' && error !== null && 'status_code' in error && 'body' in error;
}
