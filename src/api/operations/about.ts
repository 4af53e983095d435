import { z } from 'zod';
import { Limits, Manifest, Sha256 } from '../../contract/index.ts';
import { json, operation } from '../operation.ts';

const AnalyzerInfo = z.strictObject({
  name: z.string(),
  version: z.string(),
  summary: z.string(),
  accepts: Manifest.shape.accepts,
  blindSpots: z.array(z.string()),
  limits: Limits,
  /** Model name → SHA-256. */
  models: z.record(z.string(), Sha256),
  /** Versions of outside programs and packages its output depends on. */
  versions: z.record(z.string(), z.string()),
});

export const analyzers = operation({
  id: 'listAnalyzers',
  method: 'get',
  path: '/analyzers',
  tag: 'About',
  summary: 'The analyzers that are installed, their versions and limits',
  access: 'any',
  responses: {
    200: {
      description: 'All analyzers',
      content: { 'application/json': z.strictObject({ items: z.array(AnalyzerInfo) }) },
    },
  },
  problems: [],
  handle: async (api) => {
    const items = api.plan.analyzers.map(({ manifest, models, versions }) => {
      const { name, version, summary, accepts, blindSpots, limits } = manifest;
      return { name, version, summary, accepts, blindSpots, limits, models, versions };
    });
    return json({ items });
  },
});

const ModelView = z.strictObject({ name: z.string(), sha256: Sha256, licence: z.string().optional() });

export const models = operation({
  id: 'listModels',
  method: 'get',
  path: '/models',
  tag: 'About',
  summary: 'The models that are installed, by hash',
  access: 'any',
  responses: {
    200: {
      description: 'All models',
      content: { 'application/json': z.strictObject({ items: z.array(ModelView) }) },
    },
  },
  problems: [],
  handle: async (api) => {
    const items = api.models.map(({ name, sha256, licence }) => ({
      name,
      sha256,
      ...(licence === undefined ? {} : { licence }),
    }));
    return json({ items });
  },
});
