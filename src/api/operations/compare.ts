import { z } from 'zod';
import { AssayError, Comparison, type Id, Sha256 } from '../../contract/index.ts';
import { hasArtefact, latestResult } from '../../library/index.ts';
import type { ApiContext } from '../api-context.ts';
import { json, operation } from '../operation.ts';

const Pair = z.strictObject({ sha256: Sha256, other: Sha256 });

export const compare = operation({
  id: 'compareArtefacts',
  method: 'get',
  path: '/artefacts/{sha256}/compare/{other}',
  tag: 'Artefacts',
  summary: 'Two examined apps beside each other: what they share, how alike they are, in what they differ',
  description:
    'Both must be artefacts of your own unit and have been examined as apps. Similarity is not identity: the answer says ' +
    'what is seen, and what the scores do not say.',
  access: ['read', 'review'],
  params: Pair,
  responses: { 200: { description: 'The comparison', content: { 'application/json': Comparison } } },
  problems: ['not-found', 'unprocessable'],
  handle: async (api, { principal, params }) => {
    const [a, b] = [
      await examined(api, principal.unit.id, params.sha256, 'first'),
      await examined(api, principal.unit.id, params.other, 'second'),
    ];
    return json(api.comparing.compare(a, b));
  },
});

async function examined(api: ApiContext, unit: Id, sha256: Sha256, place: 'first' | 'second') {
  if (!(await hasArtefact(api.db.kysely, unit, sha256)))
    throw new AssayError('not-found', `Your unit has no artefact with the ${place} hash.`);
  const result = await latestResult(api.db.kysely, unit, sha256, api.comparing.analyzers);
  if (result) return { sha256, result };
  throw new AssayError(
    'unprocessable',
    `The ${place} artefact has not been examined as an app. If its examination is under way, wait for the report; of an app bundle, compare the apps inside it.`,
  );
}
