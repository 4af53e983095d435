import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../src/api/index.ts';

interface Described {
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema?: object }> }>;
}

const document = openApiDocument('0.0.0-test') as {
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: object;
};
const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'https://assay.test/openapi', ...document });

const templates = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** Throws unless the OpenAPI document foresees this answer: its status, its media type, its body. */
export function checkResponse(method: string, url: string, status: number, type: string, body: string): void {
  const { pathname } = new URL(url, 'http://localhost');
  const path = templates.find(({ pattern }) => pattern.test(pathname))?.path;
  if (path === undefined || status === 405) return;
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) return;
  const described = operation.responses[String(status)];
  const where = `${method} ${path} → ${status}`;
  if (described === undefined)
    throw new Error(`${where} is not in the OpenAPI document: ${body.slice(0, 300)}`);
  if (body === '' || described.content === undefined) return;
  const mediaType = type.split(';')[0]?.trim() ?? '';
  const content = described.content[mediaType] ?? described.content['*/*'];
  if (content === undefined) throw new Error(`${where}: ${mediaType} is not in the OpenAPI document`);
  if (content.schema === undefined || !mediaType.endsWith('json')) return;
  const pointer = [
    'paths',
    path,
    method.toLowerCase(),
    'responses',
    String(status),
    'content',
    mediaType,
    'schema',
  ];
  const escaped = pointer
    .map((step) => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1')))
    .join('/');
  const validate = ajv.getSchema(`https://assay.test/openapi#/${escaped}`);
  if (validate === undefined) throw new Error(`${where}: no schema at ${escaped}`);
  if (!validate(JSON.parse(body)))
    throw new Error(`${where}: ${ajv.errorsText(validate.errors)}\n${body.slice(0, 500)}`);
}
