import { z } from 'zod';

const count = z.int().min(0);
const pixels = z.number();
const Box = { x: pixels, y: pixels, width: pixels, height: pixels };

/** Where in the artefact something was seen. Pixels are of the original image; bytes and milliseconds count from 0. */
export const Location = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bytes'), offset: count, length: count.optional() }),
  z.strictObject({ kind: z.literal('entry'), path: z.string().max(4096), offset: count.optional() }),
  z.strictObject({
    kind: z.literal('method'),
    class: z.string().max(1024),
    method: z.string().max(1024),
    entry: z.string().max(4096).optional(),
  }),
  z.strictObject({ kind: z.literal('page'), page: z.int().min(1) }),
  z.strictObject({ kind: z.literal('text'), start: count, end: count }),
  z.strictObject({ kind: z.literal('box'), ...Box }),
  z.strictObject({
    kind: z.literal('frame'),
    frame: count,
    atMs: z.number().min(0),
    box: z.strictObject(Box).optional(),
  }),
  z.strictObject({
    kind: z.literal('track'),
    track: count,
    startMs: z.number().min(0).optional(),
    endMs: z.number().min(0).optional(),
  }),
  z.strictObject({ kind: z.literal('span'), startMs: z.number().min(0), endMs: z.number().min(0) }),
]);
export type Location = z.infer<typeof Location>;
