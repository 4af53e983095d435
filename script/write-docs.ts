import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorsMarkdown, openApiDocument } from '../src/api/index.ts';
import { configurationMarkdown } from '../src/main/configuration-markdown.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };

/** Everything under docs/ that is generated. Tests compare each with what the code says now. */
const pages: Readonly<Record<string, string>> = {
  'docs/openapi.json': `${JSON.stringify(openApiDocument(version), null, 2)}\n`,
  'docs/errors.md': errorsMarkdown(),
  'docs/configuration.md': configurationMarkdown(),
};
for (const [path, text] of Object.entries(pages)) writeFileSync(root + path, text);
console.log(`Wrote ${Object.keys(pages).join(', ')}.`);
