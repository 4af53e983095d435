import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { errorsMarkdown } from './errors-markdown.ts';
import { openApiDocument } from './openapi.ts';
import { operations } from './operations.ts';
import { referencePage } from './reference-page.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const checked = await validator.validate(openApiDocument('1.0.0'));
    expect(checked.errors ?? []).toEqual([]);
    expect(checked.valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('is the one in docs/openapi.json (npm run docs)', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(JSON.parse(read('docs/openapi.json'))).toEqual(openApiDocument(version));
  });

  it('has every operation once, under a name of its own', () => {
    const names = operations.map((operation) => operation.id);
    expect(new Set(names).size).toBe(names.length);
    const routes = operations.map((operation) => `${operation.method} ${operation.path}`);
    expect(new Set(routes).size).toBe(routes.length);
    const page = referencePage();
    for (const { path } of operations) expect(page).toContain(path);
  });

  it('points at nothing that is not in it', () => {
    const text = JSON.stringify(openApiDocument('1.0.0'));
    const { components } = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
    const targets = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target as string);
    expect(targets.length).toBeGreaterThan(20);
    for (const target of targets) {
      expect(target).toMatch(/^#\/components\/schemas\//);
      expect(Object.keys(components.schemas)).toContain(target.slice('#/components/schemas/'.length));
    }
  });
});

it('docs/errors.md explains every error code as the code has it (npm run docs)', () => {
  expect(read('docs/errors.md')).toBe(errorsMarkdown());
});
