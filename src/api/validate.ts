import { z } from 'zod';
import { AssayError, type ErrorCode, type ErrorPlace } from '../contract/index.ts';

/** Parses with the schema; what is wrong becomes one place per issue, under `prefix`. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, code: ErrorCode, prefix = ''): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 50).flatMap((issue) => placesOf(issue, prefix));
  const first = places[0];
  const where = first === undefined || first.pointer === '' ? '' : ` at ${first.pointer}`;
  throw new AssayError(code, `Not acceptable${where}: ${first?.detail ?? 'see errors'}.`, { places });
}

function placesOf(issue: z.core.$ZodIssue, prefix: string): readonly ErrorPlace[] {
  const base = prefix + issue.path.map((step) => `/${escapeStep(String(step))}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, 50)
      .map((key) => ({ pointer: `${base}/${escapeStep(key)}`, detail: 'is not known here' }));
  }
  return [{ pointer: base, detail: issue.message }];
}

/** RFC 6901 section 3; long names are cut. */
function escapeStep(step: string): string {
  return step.slice(0, 100).replace(/~/g, '~0').replace(/\//g, '~1');
}

/**
 * Query string as an object of strings. Unknown parameters are refused by the strict schema; those given twice here.
 * Errors: `bad-request`.
 */
export function readQuery(url: string): Record<string, string> {
  const mark = url.indexOf('?');
  const found: Record<string, string> = Object.create(null);
  if (mark === -1) return found;
  for (const [name, value] of new URLSearchParams(url.slice(mark + 1))) {
    const pointer = `/query/${escapeStep(name)}`;
    if (name in found) throw wrongPlace(pointer, 'is given twice');
    if (/[\u0000\ufffd]/.test(name + value)) throw wrongPlace(pointer, 'is not valid text');
    found[name] = value;
  }
  return found;
}

export function wrongPlace(pointer: string, detail: string): AssayError {
  return new AssayError('bad-request', `Not acceptable at ${pointer}: ${detail}.`, {
    places: [{ pointer, detail }],
  });
}

/** A whole number as it stands in a query. */
export function queryNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^(0|[1-9]\d{0,8})$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}
