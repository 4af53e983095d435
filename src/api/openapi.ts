import { z } from 'zod';
import {
  ApiKeyInfo,
  Artefact,
  Assessment,
  CustodyEntry,
  type ErrorCode,
  Exhibit,
  Finding,
  Indicator,
  Json,
  Location,
  Marking,
  Release,
  Report,
  Run,
  Submission,
  SubmissionEvent,
} from '../contract/index.ts';
import type { Operation, ResponseSpec } from './operation.ts';
import { operations } from './operations.ts';
import { PROBLEM_TYPE, Problem } from './problem.ts';
import { problemKinds } from './problems.ts';

type Schema = Record<string, unknown>;

/** Schemas with a name of their own in `components`. */
const named = z.registry<{ id: string }>();
const shared = {
  ApiKeyInfo,
  Artefact,
  Assessment,
  CustodyEntry,
  Exhibit,
  Finding,
  Indicator,
  Json,
  Location,
  Marking,
  Problem,
  Release,
  Report,
  Run,
  Submission,
  SubmissionEvent,
};
for (const [id, schema] of Object.entries(shared)) named.add(schema, { id });

/** What any operation may answer, besides its own problems. */
const always: readonly ErrorCode[] = ['bad-request', 'rate-limited', 'internal', 'database-unavailable'];

/** The whole API as an OpenAPI 3.1 document. The same table gives the same text, byte for byte. */
export function openApiDocument(version: string): Schema {
  const components = new Map<string, Schema>();
  const convert = (schema: z.ZodType, io: 'input' | 'output') => toSchema(schema, io, components);
  const paths: Record<string, Schema> = {};
  for (const operation of operations) {
    const path = `/api/v1${operation.path}`;
    paths[path] = { ...paths[path], [operation.method]: describe(operation, convert) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Assay',
      version,
      summary: 'Suspect files in, indicator reports out.',
      description: 'Send suspect files, follow their examination, read and share the reports.',
      license: { name: 'Not licensed for use outside the project' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    tags: [...new Set(operations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key: `assay_…`' } },
    },
  };
}

type Convert = (schema: z.ZodType, io: 'input' | 'output') => Schema;

function describe(operation: Operation, convert: Convert): Schema {
  const body = requestBody(operation, convert);
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: [operation.description, accessWords(operation)].filter(Boolean).join('\n\n'),
    ...(operation.access === 'public' ? { security: [] } : {}),
    parameters: parametersOf(operation, convert),
    ...(body ? { requestBody: body } : {}),
    responses: merge(successes(operation, convert), refusals(operation, convert)),
  };
}

function accessWords({ access }: Operation): string {
  if (access === 'public') return 'Needs no key.';
  if (access === 'any') return 'Needs any valid key.';
  return `Needs a key with scope ${access.map((scope) => `\`${scope}\``).join(' or ')}.`;
}

function parametersOf(operation: Operation, convert: Convert): readonly Schema[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const schema = operation.params?.shape[name] as z.ZodType | undefined;
    return {
      name,
      in: 'path',
      required: true,
      schema: schema ? convert(schema, 'output') : { type: 'string' },
    };
  });
  const inQuery = Object.entries(operation.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: convert(schema as z.ZodType, 'output'),
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'A repeat with the same key within 24 hours has no second effect and gets the same answer.',
    schema: { type: 'string', maxLength: 202 },
  };
  return [...inPath, ...inQuery, ...(operation.idempotent === true ? [key] : [])];
}

function requestBody({ body }: Operation, convert: Convert): Schema | undefined {
  const content: Record<string, Schema> = {};
  if (body?.json) content['application/json'] = { schema: convert(body.json, 'input') };
  for (const [mediaType, { schema }] of Object.entries(body?.streamed ?? {})) {
    content[mediaType] = schema ? { schema: convert(schema, 'input') } : {};
  }
  return Object.keys(content).length === 0 ? undefined : { required: true, content };
}

function successes(operation: Operation, convert: Convert): Schema {
  return Object.fromEntries(
    Object.entries(operation.responses).map(([status, spec]) => [status, response(spec, convert)]),
  );
}

function response(spec: ResponseSpec, convert: Convert): Schema {
  const content = Object.entries(spec.content ?? {}).map(([mediaType, schema]) => [
    mediaType,
    schema === null ? {} : { schema: convert(schema, 'output') },
  ]);
  const headers = Object.entries(spec.headers ?? {}).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  return {
    description: spec.description,
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
    ...(content.length > 0 ? { content: Object.fromEntries(content) } : {}),
  };
}

/** A protocol of its own may refuse with the same status in another form. */
function merge(own: Schema, problems: Schema): Schema {
  const both = Object.entries(problems).map(([status, problem]) => {
    const mine = own[status] as { description: string; content: Schema } | undefined;
    const theirs = problem as { description: string; content: Schema };
    if (mine === undefined) return [status, theirs] as const;
    const description = `${mine.description}; ${theirs.description}`;
    return [status, { description, content: { ...mine.content, ...theirs.content } }] as const;
  });
  return { ...own, ...Object.fromEntries(both) };
}

/** One response per status, naming the codes that may stand in it. */
function refusals(operation: Operation, convert: Convert): Schema {
  const closed: readonly ErrorCode[] =
    operation.access === 'public'
      ? []
      : operation.access === 'any'
        ? ['unauthenticated']
        : ['unauthenticated', 'forbidden'];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...always, ...closed, ...operation.problems])) {
    const { status } = problemKinds[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { [PROBLEM_TYPE]: { schema: convert(Problem, 'output') } };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, { description: codes.join(', '), content }]),
  );
}

/** JSON Schema 2020-12 of one zod schema; what has a name moves to `components`. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', components: Map<string, Schema>): Schema {
  const made = z.toJSONSchema(schema, {
    io,
    metadata: named,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  const { $schema: _dialect, $defs = {}, ...rest } = made as Schema & { $defs?: Record<string, Schema> };
  const id = named.get(schema)?.id;
  for (const [name, definition] of Object.entries($defs)) components.set(name, point(definition) as Schema);
  if (id === undefined) return point(rest) as Schema;
  if (!('$ref' in rest)) components.set(id, point(rest) as Schema);
  return { $ref: `#/components/schemas/${id}` };
}

/** Points references at `components` and drops `$id`, which would give them another base. */
function point(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(point);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, one]) => !((key === '$id' || key === 'id') && typeof one === 'string'))
    .map(([key, one]) => [
      key,
      key === '$ref' && typeof one === 'string'
        ? one.replace('#/$defs/', '#/components/schemas/')
        : point(one),
    ]);
  return Object.fromEntries(entries);
}
