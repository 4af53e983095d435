import { AssayError } from '../contract/index.ts';

/** What can be done about a failed statement. `repeat`: the whole transaction may simply be run again. */
export type DatabaseTrouble = 'unavailable' | 'repeat' | 'too-slow' | 'other';

const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
]);
/** node-postgres gives these no code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

/** Sorts what node-postgres throws by SQLSTATE (PostgreSQL manual, appendix A) or network code. */
export function troubleOf(error: unknown): DatabaseTrouble {
  if (!(error instanceof Error)) return 'other';
  if (error instanceof AggregateError && error.errors.length > 0) return troubleOf(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // 40001 serialization failure, 40P01 deadlock, 55P03 lock not available (our lock timeout)
  if (code === '40001' || code === '40P01' || code === '55P03') return 'repeat';
  if (code === '57014') return 'too-slow';
  // 08 connection exception, 57P shutdown or crash, 53 out of memory, disk or connections; 25P03 idle in transaction
  if (/^(08...|57P0.|53...|25P03)$/.test(code)) return 'unavailable';
  if (NETWORK.has(code) || LOST.test(error.message)) return 'unavailable';
  return 'other';
}

/** The error that rooms see: connection trouble becomes `database-unavailable`, all else stays as it is. */
export function asAssayError(error: unknown): unknown {
  if (error instanceof AssayError) return error;
  switch (troubleOf(error)) {
    case 'unavailable':
      return new AssayError(
        'database-unavailable',
        'The database cannot be reached. Nothing was changed by this step; try again shortly.',
        { cause: error, retryAfterSeconds: 5 },
      );
    case 'too-slow':
      return new AssayError(
        'database-unavailable',
        'The database took too long to answer. Try again shortly.',
        {
          cause: error,
          retryAfterSeconds: 10,
        },
      );
    default:
      return error;
  }
}
