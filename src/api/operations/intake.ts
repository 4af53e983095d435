import type { Request } from 'express';
import { z } from 'zod';
import {
  AssayError,
  ExhibitFields,
  type Json,
  Marking,
  type Principal,
  Sha256,
  Submission,
  SubmissionFields,
} from '../../contract/index.ts';
import {
  abandonIdempotent,
  beginIdempotent,
  checkUploadQuota,
  finishIdempotent,
  getUpload,
  type IdempotentClaim,
  takeUploads,
} from '../../library/index.ts';
import { receive, type StoredExhibit } from '../../pipeline/index.ts';
import type { ApiContext } from '../api-context.ts';
import type { SiteServices } from '../api-options.ts';
import { answerOf, idempotentAsk, replayed } from '../idempotent.ts';
import { ipClass } from '../ip-class.ts';
import { holdBytes, keepForLater } from '../keep-for-later.ts';
import { type Call, json, operation, type Reply } from '../operation.ts';
import { receiveForm } from '../receive-form.ts';

/** Submission of files that were uploaded before by tus. */
const NewSubmission = z.strictObject({
  ...SubmissionFields.shape,
  exhibits: z
    .array(
      z.strictObject({
        /** Id of a finished upload. */
        upload: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
        claimedName: ExhibitFields.shape.claimedName.optional(),
        marking: Marking.optional(),
      }),
    )
    .min(1)
    .max(1000),
});
type NewSubmission = z.infer<typeof NewSubmission>;

const FormBody = z.object({
  file: z.array(z.string().meta({ contentMediaType: 'application/octet-stream' })).min(1),
  'file.sha256': Sha256.optional(),
  'file.marking': Marking.optional(),
  ...SubmissionFields.shape,
});

type SubmitCall = Call<unknown, unknown, NewSubmission | undefined>;

export const submit = operation<Record<never, never>, Record<never, never>, NewSubmission>({
  id: 'submit',
  method: 'post',
  path: '/submissions',
  tag: 'Submissions',
  summary: 'Send files to be examined',
  description:
    'As a form: one part `file` per file, and text parts for the rest; `file.sha256` and `file.marking` apply to the ' +
    'next `file`. Or as JSON, naming finished uploads. Without a marking the submission is TLP:AMBER+STRICT, and its ' +
    'report says that nobody chose. The answer means that every byte is durable and was hashed.',
  access: ['submit'],
  body: {
    json: NewSubmission,
    streamed: { 'multipart/form-data': { description: 'Files and fields', schema: FormBody } },
  },
  idempotent: true,
  responses: {
    201: {
      description: 'Received; examination begins',
      content: { 'application/json': Submission },
      headers: { Location: 'Where the submission is' },
    },
  },
  problems: [
    'too-large',
    'unsupported-media-type',
    'unprocessable',
    'not-found',
    'conflict',
    'idempotency-key-reused',
    'quota-exceeded',
    'hash-mismatch',
    'storage-full',
    'storage-unavailable',
  ],
  handle: (api, call) =>
    call.body === undefined ? submitForm(api, call) : submitUploads(api, call, call.body),
});

/** The same for the form of a page: its own fields are seen first by `onField`. */
export function submitFormOf(api: ApiContext): SiteServices['submitForm'] {
  return async (req, principal, onField) => {
    await refuseOverQuota(api, req, principal);
    const form = await receiveForm(api, principal, req, onField);
    try {
      return await receiveReady(api, { req, principal }, { ...form, uploads: [] }, undefined);
    } catch (error) {
      await keepForLater(api, principal, form.exhibits);
      throw error;
    }
  };
}

async function submitForm(api: ApiContext, call: SubmitCall): Promise<Reply> {
  await refuseOverQuota(api, call.req, call.principal);
  const form = await receiveForm(api, call.principal, call.req);
  try {
    return await submitOnce(api, call, { ...form, uploads: [] }, [form.fields, form.exhibits]);
  } catch (error) {
    // The first request with this Idempotency-Key is at work on the same bytes.
    const atWork = error instanceof AssayError && error.code === 'conflict';
    if (!atWork) await keepForLater(api, call.principal, form.exhibits);
    throw error;
  }
}

/** Large bodies that cannot fit are refused before they are sent; the exact count is taken when they are in. */
async function refuseOverQuota(api: ApiContext, req: Request, principal: Principal): Promise<void> {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > 64 * 1024 ** 2) {
    await api.db.transact((trx) => checkUploadQuota(trx, principal.unit.id, announced));
  }
}

async function submitUploads(api: ApiContext, call: SubmitCall, asked: NewSubmission): Promise<Reply> {
  const { exhibits: named, ...fields } = asked;
  if (named.length > api.limits.maxFiles) {
    throw new AssayError('too-large', `A submission may hold ${api.limits.maxFiles} files.`);
  }
  const work = async () => {
    const exhibits = [];
    for (const one of named) exhibits.push(await exhibitOf(api, call.principal, one));
    return { fields, exhibits, uploads: named.map((one) => one.upload) };
  };
  return submitOnce(api, call, work, asked);
}

async function exhibitOf(
  api: ApiContext,
  principal: Principal,
  named: NewSubmission['exhibits'][number],
): Promise<StoredExhibit> {
  const upload = await getUpload(api.db.kysely, principal.unit.id, named.upload);
  if (upload === undefined) throw new AssayError('not-found', `There is no upload ${named.upload}.`);
  if (upload.sha256 === undefined || upload.bytes === undefined) {
    throw new AssayError('conflict', `Upload ${named.upload} is not finished. Send the rest of it first.`);
  }
  return {
    sha256: upload.sha256,
    bytes: upload.bytes,
    claimedName: named.claimedName ?? upload.claimedName,
    ...(named.marking === undefined ? {} : { marking: named.marking }),
    ...(upload.declaredSha256 === undefined ? {} : { declaredSha256: upload.declaredSha256 }),
  };
}

interface Ready {
  readonly fields: SubmissionFields;
  readonly exhibits: readonly StoredExhibit[];
  readonly uploads: readonly string[];
}

/** One effect per Idempotency-Key: the submission and the kept answer are one transaction. */
async function submitOnce(
  api: ApiContext,
  call: SubmitCall,
  ready: Ready | (() => Promise<Ready>),
  said: object,
): Promise<Reply> {
  const ask = idempotentAsk(call.req, call.principal, said as Json);
  const start = ask && (await beginIdempotent(api.db.kysely, ask));
  if (start?.kind === 'replay') return replayed(start.answer);
  const claim = start?.claim;
  try {
    return received(
      await receiveReady(api, call, typeof ready === 'function' ? await ready() : ready, claim),
    );
  } catch (error) {
    if (claim) await abandonIdempotent(api.db.kysely, claim).catch(() => undefined);
    throw error;
  }
}

async function receiveReady(
  api: ApiContext,
  call: Pick<SubmitCall, 'req' | 'principal'>,
  ready: Ready,
  claim: IdempotentClaim | undefined,
): Promise<Submission> {
  const { principal } = call;
  return receive(api.db, api.plan, {
    principal,
    fields: ready.fields,
    exhibits: ready.exhibits,
    uploads: ready.uploads,
    sourceIpClass: ipClass(call.req.ip),
    also: async (trx, made) => {
      await holdBytes(
        api,
        trx,
        ready.exhibits.map((exhibit) => exhibit.sha256),
      );
      await takeUploads(trx, principal.unit.id, ready.uploads);
      const answer = claim && answerOf(received(made));
      if (answer) await finishIdempotent(trx, claim, answer);
    },
  });
}

function received(submission: Submission): Reply {
  return json(submission, 201, { Location: `/api/v1/submissions/${submission.id}` });
}
