import { describe, expect, it } from 'vitest';
import { failureCodes, Manifest } from '../contract/index.ts';
import { type CacheKeyParts, cacheKey, mayReuse } from './cache-key.ts';

const limits = {
  inputBytes: 1,
  wallSeconds: 1,
  cpuSeconds: 1,
  memoryMiB: 64,
  outputBytes: 1,
  workdirMiB: 1,
  children: 0,
};
const manifest = Manifest.parse({ name: 'apk', version: '1.0.0', summary: 'x', accepts: [], limits });
const analyzer = { manifest, folder: '/x', models: { m: 'a' }, versions: { 'npm:sharp': '1' } };
const parts: CacheKeyParts = {
  unitId: 'u',
  subject: 's',
  mediaTypes: ['image/png', 'application/zip'],
  analyzer,
  config: { a: 1, b: 2 },
  password: undefined,
};

describe('the cache key', () => {
  it('is the same for the same thing, however it is written', () => {
    expect(cacheKey({ ...parts, config: { b: 2, a: 1 } })).toBe(cacheKey(parts));
    expect(cacheKey({ ...parts, analyzer: { ...analyzer, folder: '/elsewhere' } })).toBe(cacheKey(parts));
  });

  const changed: Record<string, Partial<CacheKeyParts>> = {
    unit: { unitId: 'v' },
    artefact: { subject: 't' },
    'media types': { mediaTypes: ['application/zip', 'image/png'] },
    analyzer: { analyzer: { ...analyzer, manifest: { ...manifest, name: 'other' } } },
    version: { analyzer: { ...analyzer, manifest: { ...manifest, version: '1.0.1' } } },
    limits: { analyzer: { ...analyzer, manifest: { ...manifest, limits: { ...limits, cpuSeconds: 2 } } } },
    model: { analyzer: { ...analyzer, models: { m: 'b' } } },
    program: { analyzer: { ...analyzer, versions: { 'npm:sharp': '2' } } },
    configuration: { config: { a: 1 } },
    password: { password: 'infected' },
  };
  it.each(Object.keys(changed))('differs when the %s differs', (name) => {
    expect(cacheKey({ ...parts, ...changed[name] })).not.toBe(cacheKey(parts));
  });
});

describe('a result at hand', () => {
  it('answers again only when the bytes alone decided it', () => {
    expect(mayReuse({ status: 'completed', failure: null })).toBe(true);
    const reusable = failureCodes.filter((failure) => mayReuse({ status: 'failed', failure }));
    expect(reusable).toEqual(['unsupported', 'malformed', 'over-limit']);
  });
});
