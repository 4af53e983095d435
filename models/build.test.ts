import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildModels } from './build.ts';

describe('models are made from their packages and pinned by hash', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'assay-models-'));
    await mkdir(join(root, 'models'));
    await cp('models/manifest.json', join(root, 'models/manifest.json'));
    await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('builds every model of the manifest byte for byte, and then leaves it alone', async () => {
    const first = await buildModels(root);
    expect(first.map(({ name, built }) => [name, built])).toEqual([
      ['blazeface', true],
      ['facemesh', true],
      ['faceres', true],
      ['face-features', true],
      ['ppocr-detect', true],
      ['ppocr-read', true],
    ]);
    const started = performance.now();
    expect((await buildModels(root)).every(({ built }) => !built)).toBe(true);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('makes a damaged model again', async () => {
    await buildModels(root);
    await writeFile(join(root, 'models/built/blazeface.onnx'), 'damaged');
    expect((await buildModels(root)).filter(({ built }) => built).map(({ name }) => name)).toEqual([
      'blazeface',
    ]);
  });

  it('refuses a model that does not come out as pinned', async () => {
    const path = join(root, 'models/manifest.json');
    const manifest = (await readFile(path, 'utf8')).replace(/"sha256": "[0-9a-f]{8}/, '"sha256": "00000000');
    await writeFile(path, manifest);
    await expect(buildModels(root)).rejects.toMatchObject({ code: 'misconfigured' });
  });

  it('says what to do when the package is not installed', async () => {
    await rm(join(root, 'node_modules'));
    await expect(buildModels(root)).rejects.toThrow('npm ci');
  });
});
