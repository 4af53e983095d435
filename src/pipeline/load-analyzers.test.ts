import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAnalyzers } from './load-analyzers.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'assay-load-'));
  await add('identify');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const limits = {
  inputBytes: 1,
  wallSeconds: 1,
  cpuSeconds: 1,
  memoryMiB: 64,
  outputBytes: 1,
  workdirMiB: 1,
  children: 0,
};

async function add(folder: string, changes: object = {}, parent = 'analyzers'): Promise<void> {
  const path = join(root, parent, folder);
  await mkdir(path, { recursive: true });
  const manifest = { name: folder, version: '1.0.0', summary: 'x', accepts: [], limits, ...changes };
  await writeFile(join(path, 'package.json'), '{"type":"module"}');
  await writeFile(join(path, 'manifest.js'), `export const manifest = ${JSON.stringify(manifest)};`);
  await writeFile(join(path, 'index.js'), 'throw new Error("analyzer code was loaded outside the jail");');
}

const load = (models = {}, more = {}) =>
  loadAnalyzers({ root, folders: [join(root, 'analyzers'), join(root, 'extra')], models, ...more });

describe('loadAnalyzers', () => {
  it('reads manifests by name, from extra folders too, without loading any analyzer’s code', async () => {
    await add('zeta');
    await add('beta', {}, 'extra');
    expect((await load()).map(({ manifest }) => manifest.name)).toEqual(['beta', 'identify', 'zeta']);
  });

  it('knows the models, programs and packages that results depend on', async () => {
    await mkdir(join(root, 'node_modules/pack'), { recursive: true });
    await writeFile(join(root, 'node_modules/pack/package.json'), '{"version":"2.3.4"}');
    await add('media', { models: ['face'], programs: ['ffmpeg'], packages: ['pack'] });
    const media = (await load({ face: 'a'.repeat(64), other: 'b'.repeat(64) })).at(-1);
    expect(media?.models).toEqual({ face: 'a'.repeat(64) });
    expect(media?.versions['npm:pack']).toBe('2.3.4');
    expect(media?.versions['program:ffmpeg']).toMatch(/^ffmpeg version /);
  });

  it('knows the language data that set-up laid out, where an analyzer reads with it', async () => {
    const pack = join(root, 'node_modules/@tesseract.js-data/eng');
    await mkdir(pack, { recursive: true });
    await writeFile(join(pack, 'package.json'), '{"version":"1.0.0"}');
    await add('reader', { packages: ['@tesseract.js-data/eng'] });
    const version = async () => (await load()).at(-1)?.versions['data:languages'];
    expect(await version()).toBe('missing');
    const built = join(root, 'data/languages/built');
    await mkdir(built, { recursive: true });
    await writeFile(join(built, 'rus.traineddata.gz'), 'one');
    const first = await version();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    await writeFile(join(built, 'rus.traineddata.gz'), 'two');
    expect(await version()).not.toBe(first);
    expect((await load())[0]?.versions).toEqual({});
  });

  it('does without a model that the operator switched off', async () => {
    await add('media', { models: ['face', 'head'] });
    const media = (await load({ face: 'a'.repeat(64) }, { switchedOff: new Set(['head']) })).at(-1);
    expect(media?.manifest.models).toEqual(['face']);
    expect(media?.models).toEqual({ face: 'a'.repeat(64) });
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    ['a folder of another name', () => add('one', { name: 'two' }), /says “two”/],
    ['a name used twice', () => add('identify', {}, 'extra'), /same name/],
    ['a model that is not installed', () => add('one', { models: ['face'] }), /model “face”/],
    ['a package that is not installed', () => add('one', { packages: ['none'] }), /npm package none/],
    ['a manifest that is not valid', () => add('one', { version: 'new' }), /version/],
    [
      'a folder without a manifest',
      () => mkdir(join(root, 'analyzers/empty')).then(),
      /no (manifest|index)\.js/,
    ],
  ])('refuses %s and says what to fix', async (_, spoil, words) => {
    await spoil();
    await expect(load()).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringMatching(words),
    });
  });

  it('refuses to start without the analyzer that identifies', async () => {
    await rm(join(root, 'analyzers/identify'), { recursive: true });
    await expect(load()).rejects.toMatchObject({ code: 'misconfigured' });
  });
});
