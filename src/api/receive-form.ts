import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { AssayError, ExhibitFields, type Principal, SubmissionFields } from '../contract/index.ts';
import type { StoredExhibit } from '../pipeline/index.ts';
import type { ApiContext } from './api-context.ts';
import { keepForLater } from './keep-for-later.ts';
import { type Part, readParts } from './multipart.ts';
import { parseWith } from './validate.ts';

/** A form as far as it was read: what was said, and files that are durable in the store. */
export interface ReceivedForm {
  readonly fields: SubmissionFields;
  readonly exhibits: readonly StoredExhibit[];
}

const MAX_FIELD_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
/** Everything that can be said about the submission as a whole, each once. */
const fieldNames: ReadonlySet<string> = new Set(Object.keys(SubmissionFields.shape));
const aboutNextFile: ReadonlyMap<string, 'declaredSha256' | 'marking'> = new Map([
  ['file.sha256', 'declaredSha256'],
  ['file.marking', 'marking'],
]);

/**
 * Streams the files of a form straight into the store while they are hashed. `file.sha256` and `file.marking` apply to
 * the next `file`. `onField` may take fields of its own (it answers true then) and throw before any file is read.
 * When it fails midway, files that were complete are put aside to expire. Errors: `bad-request`, `unprocessable`,
 * `too-large`, `unsupported-media-type`, and those of the store.
 */
export async function receiveForm(
  api: ApiContext,
  principal: Principal,
  req: IncomingMessage,
  onField: (name: string, value: string) => boolean = () => false,
): Promise<ReceivedForm> {
  const form = startForm(api, onField);
  try {
    const limits = { maxParts: api.limits.maxFiles * 3 + 20, maxHeaderBytes: MAX_HEADER_BYTES };
    const source = req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const part of readParts(wholeOrBadRequest(source), boundaryOf(req), limits))
      await form.take(part);
    return form.finish();
  } catch (error) {
    await keepForLater(api, principal, form.exhibits);
    throw error;
  }
}

function boundaryOf(req: IncomingMessage): string {
  const header = req.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*(;|$)/i.test(header)) {
    throw new AssayError(
      'unsupported-media-type',
      'Send multipart/form-data, or application/json with finished uploads.',
    );
  }
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(header);
  const boundary = match?.[1] ?? match?.[2];
  // RFC 2046 section 5.1.1
  if (boundary === undefined || !/^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/.test(boundary)) {
    throw new AssayError('bad-request', 'The Content-Type of the multipart body names no valid boundary.');
  }
  return boundary;
}

/** A sender that breaks off is its own doing, not a fault here. */
async function* wholeOrBadRequest(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* source;
  } catch (error) {
    throw new AssayError('bad-request', 'The sender broke off before the body was complete.', {
      cause: error,
    });
  }
}

function startForm(api: ApiContext, onField: (name: string, value: string) => boolean) {
  const said = new Map<string, string>();
  const exhibits: StoredExhibit[] = [];
  const aboutNext = new Map<'declaredSha256' | 'marking', string>();

  const takeFile = async (part: Part): Promise<void> => {
    const body = await withBytes(part);
    if (body === undefined) return;
    if (exhibits.length >= api.limits.maxFiles) {
      throw new AssayError('too-large', `A submission may hold ${api.limits.maxFiles} files.`);
    }
    const about = { claimedName: part.fileName || 'unnamed', ...Object.fromEntries(aboutNext) };
    aboutNext.clear();
    const wanted = parseWith(ExhibitFields, about, 'unprocessable', `/file/${exhibits.length}`);
    // No signal: when the sender is gone, the body itself breaks off.
    const options = { maxBytes: api.limits.maxUploadBytes, declared: wanted.declaredSha256 };
    exhibits.push({ ...wanted, ...(await api.store.put(body, options)) });
    api.meters.receivedBytes.inc(exhibits.at(-1)?.bytes ?? 0);
  };

  const takeField = async (part: Part): Promise<void> => {
    const value = await readField(part);
    const next = aboutNextFile.get(part.name);
    const given = next === undefined ? said.has(part.name) : aboutNext.has(next);
    if (given) throw new AssayError('bad-request', `The field ${part.name} is given twice.`);
    if (next !== undefined) aboutNext.set(next, value);
    else if (!onField(part.name, value)) {
      if (!fieldNames.has(part.name)) throw unknownField(part.name);
      // A form in a browser sends every field; an empty one says nothing.
      if (value !== '') said.set(part.name, value);
    }
  };

  return {
    exhibits: exhibits as readonly StoredExhibit[],
    take: (part: Part) => (part.name === 'file' ? takeFile(part) : takeField(part)),
    finish: (): ReceivedForm => {
      if (aboutNext.size > 0)
        throw new AssayError('bad-request', '`file.…` stands before the file it is about.');
      if (exhibits.length === 0)
        throw new AssayError('unprocessable', 'Send at least one part named `file`.');
      return { fields: parseWith(FormFields, Object.fromEntries(said), 'unprocessable'), exhibits };
    },
  };
}

/** As a form sends it: all text. */
const FormFields = z
  .looseObject({ priority: z.string().regex(/^\d$/, 'must be a digit').transform(Number).optional() })
  .transform(({ priority, ...rest }) => ({ ...rest, ...(priority === undefined ? {} : { priority }) }))
  .pipe(SubmissionFields as z.ZodType<SubmissionFields, Record<string, unknown>>);

/** The bytes of a file; undefined for what a browser sends when no file was chosen: neither name nor bytes. */
async function withBytes(part: Part): Promise<AsyncIterable<Buffer> | undefined> {
  if (part.fileName !== '') return part.body;
  const iterator = part.body[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return undefined;
  return (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
}

async function readField(part: Part): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of part.body) {
    bytes += chunk.length;
    if (bytes > MAX_FIELD_BYTES)
      throw new AssayError('too-large', `A field is larger than ${MAX_FIELD_BYTES} bytes.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r\n/g, '\n');
  } catch (error) {
    throw new AssayError('bad-request', 'A field is not valid UTF-8.', { cause: error });
  }
}

function unknownField(name: string): AssayError {
  const known = [...fieldNames, ...aboutNextFile.keys(), 'file'].join(', ');
  return new AssayError('bad-request', `A field is not known here. Known are: ${known}.`, {
    places: [
      { pointer: `/${name.slice(0, 100).replace(/~/g, '~0').replace(/\//g, '~1')}`, detail: 'is not known' },
    ],
  });
}
