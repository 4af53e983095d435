import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildDetector, manifestFor } from '../../../tests/support/build-model.ts';
import { readAddedModels, writeState } from './added-models.ts';

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'assay-added-'));
});
afterEach(() => rmSync(data, { recursive: true }));

const model = buildDetector();
function put(name: string, changes: object = {}, bytes: Uint8Array = model): void {
  const folder = join(data, 'models', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifestFor(model, { name, ...changes })));
  writeFileSync(join(folder, 'model.onnx'), bytes);
}

describe('the models that an operator added', () => {
  it('are none where there is no folder', async () => {
    expect(await readAddedModels(data)).toMatchObject({ all: [], enabled: [] });
  });

  it('are given to analyzers unless switched off', async () => {
    put('one');
    put('two');
    await writeState(data, 'one', false);
    expect((await readAddedModels(data)).enabled.map(({ name }) => name)).toEqual(['two']);
    await writeState(data, 'one', true);
    expect((await readAddedModels(data)).enabled.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('are not used with a file of another size', async () => {
    put('one', {}, model.subarray(1));
    const { all, enabled } = await readAddedModels(data);
    expect(all[0]?.trouble).toContain('bytes, not');
    expect(enabled).toEqual([]);
  });

  it.each([
    ['a field that is not known', { temperature: 1 }, /temperature/],
    ['a file elsewhere', { file: '../../x.onnx' }, /plain file name/],
    ['a hash that is none', { sha256: 'abc' }, /64 lower-case hex digits/],
    ['a spread of nothing', { input: { ...inputOf(), std: [1, 0, 1] } }, /std|input/],
    ['an absurd size', { input: { ...inputOf(), width: 1e9 } }, /width|input/],
    ['a kind that is not known', { kind: 'verdict' }, /kind/],
    ['another name than its folder', { name: 'other' }, /same name/],
  ])('are refused with %s', async (_, changes, words) => {
    put('one', changes);
    await expect(readAddedModels(data)).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringMatching(words),
    });
  });

  it('are not guessed at where the state is broken', async () => {
    put('one');
    writeFileSync(join(data, 'models', 'state.json'), '{"disabled":');
    await expect(readAddedModels(data)).rejects.toMatchObject({ code: 'misconfigured' });
  });
});

function inputOf(): object {
  return (manifestFor(model) as { input: object }).input;
}
