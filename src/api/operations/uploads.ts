import { type Operation, type OperationSpec, operation } from '../operation.ts';
import { answerTus, tusAbilities } from '../tus/answer-tus.ts';

type Spec = OperationSpec<Record<string, string>, Record<never, never>, undefined>;

/** One method of the tus protocol (https://tus.io/protocols/resumable-upload 1.0.0). */
function tus(
  method: Spec['method'],
  path: '/uploads' | '/uploads/{id}',
  id: string,
  summary: string,
  status: number,
): Operation {
  return operation<Record<string, string>>({
    id,
    method,
    path,
    tag: 'Uploads',
    summary,
    description: 'tus 1.0.0. Refusals are plain text, as that protocol has them.',
    access: ['submit'],
    body: { streamed: method === 'patch' || method === 'post' ? streamed : {} },
    responses: { [status]: { description: 'As tus 1.0.0 has it' }, ...refusals },
    problems: [],
    handle: async (api, { req, res, principal }) => {
      await answerTus(api, req, res, principal);
      return { kind: 'written' };
    },
  });
}

/** What tus itself refuses with, as text. */
const refusals = Object.fromEntries(
  [400, 403, 404, 405, 409, 410, 412, 413, 415, 422, 500, 503, 507].map((status) => [
    status,
    { description: 'Refused, as tus has it', content: { 'text/plain': null } },
  ]),
);

const streamed = { 'application/offset+octet-stream': { description: 'The bytes from Upload-Offset on' } };

const abilities = operation({
  id: 'uploadAbilities',
  method: 'options',
  path: '/uploads',
  tag: 'Uploads',
  summary: 'What the upload server can do',
  access: 'public',
  responses: { 204: { description: 'Tus-Version, Tus-Extension and Tus-Max-Size' } },
  problems: [],
  handle: async (api) => ({ kind: 'empty', status: 204, headers: tusAbilities(api.uploads.maxBytes) }),
});

export const uploadOperations: readonly Operation[] = [
  abilities,
  tus('post', '/uploads', 'beginUpload', 'Begin a resumable upload', 201),
  tus('head', '/uploads/{id}', 'getUploadOffset', 'How much of an upload has arrived', 200),
  tus('patch', '/uploads/{id}', 'continueUpload', 'Send more of an upload', 204),
  tus('post', '/uploads/{id}', 'overrideUpload', 'PATCH, DELETE or HEAD by X-HTTP-Method-Override', 204),
  tus('delete', '/uploads/{id}', 'endUpload', 'Give an upload up', 204),
];
