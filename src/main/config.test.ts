import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, readConfig } from './config.ts';
import { configurationMarkdown } from './configuration-markdown.ts';
import { settings } from './settings.ts';

const root = packageRoot();

describe('configuration', () => {
  it('needs nothing set and then listens on this machine only', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 7700, store: 'disk', isolation: 'auto' });
    expect(config.dataFolder).toBe(join(root, '.assay'));
    expect(config.custodyStamps).toBe(join(root, '.assay', 'custody-stamps.jsonl'));
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('counts an empty variable as not set', () => {
    expect(readConfig({ ASSAY_PORT: '', DATABASE_URL: '' })).toMatchObject({
      port: 7700,
      databaseUrl: undefined,
    });
  });

  it('names every wrong setting at once', () => {
    const read = () => readConfig({ ASSAY_PORT: '99999', ASSAY_STORE: 'tape' });
    expect(read).toThrow(/ASSAY_PORT=99999: must be between 0 and 65535/);
    expect(read).toThrow(/ASSAY_STORE=tape/);
  });

  it('refuses a mistyped name instead of leaving a safety setting at its default', () => {
    expect(() => readConfig({ ASSAY_ALLOWED_HOST: 'assay.example' })).toThrow(
      /ASSAY_ALLOWED_HOST: there is no such setting/,
    );
  });

  it('never repeats a secret in an error', () => {
    const secret = 'mysql://u:hunter2@h/d';
    expect(() => readConfig({ DATABASE_URL: secret })).toThrow(/DATABASE_URL: must be a URL/);
    expect(() => readConfig({ DATABASE_URL: secret })).not.toThrow(/hunter2/);
  });

  it('refuses weaker isolation in production unless someone accepts it', () => {
    const asked = { NODE_ENV: 'production', ASSAY_ISOLATION: 'process' };
    expect(() => readConfig(asked)).toThrow(/refused in production/);
    expect(readConfig({ ...asked, ASSAY_ALLOW_PROCESS_ISOLATION: '1' }).isolation).toBe('process');
  });

  it('says what an S3 store still needs', () => {
    expect(() => readConfig({ ASSAY_STORE: 's3', ASSAY_S3_BUCKET: 'evidence' })).toThrow(
      /ASSAY_S3_ACCESS_KEY_ID: needed/,
    );
  });

  it('has a reader for every setting', () => {
    const sources = readdirSync(join(root, 'src/main'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('settings.ts'))
      .map((file) => readFileSync(join(root, 'src/main', file), 'utf8'))
      .join('\n');
    const unread = Object.keys(settings).filter(
      (name) => !new RegExp(`\\b(config|values)\\.${name}\\b|\\b${name}\\b[^:]*\\} = config`).test(sources),
    );
    expect(unread).toEqual([]);
  });

  it('is documented in docs/configuration.md as it stands (npm run docs)', () => {
    expect(readFileSync(join(root, 'docs/configuration.md'), 'utf8')).toBe(configurationMarkdown());
  });
});
