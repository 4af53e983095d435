import { z } from 'zod';

/** SHA-256 of some bytes: 64 lower-case hex digits. Upper case is refused, so one artefact has one name. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits');
export type Sha256 = z.infer<typeof Sha256>;

/** Identifier of a row (submission, exhibit, run, release, unit, key): a lower-case UUID. New ones are version 7. */
export const Id = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a lower-case UUID');
export type Id = z.infer<typeof Id>;

/** RFC 3339 instant in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Instant = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof Instant>;

/** `type/subtype`, lower case, no parameters (RFC 6838 section 4.2). */
export const MediaType = z
  .string()
  .max(127)
  .regex(
    /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/,
    'must be a media type such as image/png',
  );
export type MediaType = z.infer<typeof MediaType>;

/** Any JSON value. Depth and size are limited by whoever receives it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export const Json: z.ZodType<Json> = z.json() as z.ZodType<Json>;
