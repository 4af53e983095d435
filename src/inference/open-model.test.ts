import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openModel, readModelManifest } from './index.ts';

/* A model is written here byte by byte: Protocol Buffers with the field numbers of onnx.proto3. */

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

const number = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8), varint(value)]);

function message(field: number, ...parts: (Buffer | string)[]): Buffer {
  const inner = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  return Buffer.concat([varint(field * 8 + 2), varint(inner.length), inner]);
}

function value(field: number, name: string): Buffer {
  const shape = message(2, message(1, number(1, 2)));
  return message(field, message(1, name), message(2, message(1, number(1, 1), shape)));
}

/** y = Log(x), two floats. */
function logModel(...initializers: Buffer[]): Buffer {
  const node = message(1, message(1, 'x'), message(2, 'y'), message(4, 'Log'));
  const graph = message(7, node, message(2, 'g'), ...initializers, value(11, 'x'), value(12, 'y'));
  return Buffer.concat([number(1, 8), graph, message(8, message(1, ''), number(2, 13))]);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-models-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(bytes: Buffer, changes: object = {}): void {
  const port = { type: 'float32', dims: [2], unit: 'any' };
  const entry = {
    name: 'log',
    file: 'log.onnx',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    licence: 'CC0-1.0',
    source: 'this test',
    inputs: [{ name: 'x', ...port }],
    outputs: [{ name: 'y', ...port }],
    card: 'log.md',
    ...changes,
  };
  writeFileSync(join(folder, 'log.onnx'), bytes);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ models: [entry] }));
}

const floats = (...numbers: number[]) =>
  ({ type: 'float32', dims: [numbers.length], data: Float32Array.from(numbers) }) as const;

describe('a model', () => {
  it('runs when its bytes are the pinned ones', async () => {
    install(logModel());
    const model = await openModel(folder, 'log');
    const { y } = await model.run({ x: floats(1, Math.E) });
    expect(y?.dims).toEqual([2]);
    expect(Array.from((y?.data ?? []) as Float32Array, (n) => Math.round(Number(n) * 1e6) / 1e6)).toEqual([
      0, 1,
    ]);
  });

  it('is not opened when its bytes are others, when it is missing, or when nobody knows it', async () => {
    install(logModel(), { sha256: '0'.repeat(64) });
    await expect(openModel(folder, 'log')).rejects.toMatchObject({ failure: 'model-missing' });
    install(logModel(), { file: 'gone.onnx' });
    await expect(openModel(folder, 'log')).rejects.toMatchObject({ failure: 'model-missing' });
    await expect(openModel(folder, 'other')).rejects.toMatchObject({ failure: 'model-missing' });
  });

  it('that keeps weights in another file is not opened, though its hash is right', async () => {
    const path = message(13, message(1, 'location'), message(2, '../../etc/passwd'));
    const outside = message(5, number(1, 2), number(2, 1), message(8, 'w'), path, number(14, 1));
    install(logModel(outside));
    await expect(openModel(folder, 'log')).rejects.toThrow('other files');
  });

  it('that is no ONNX file is not opened, though its hash is right', async () => {
    for (const bytes of [Buffer.from('GIF89a not a model'), Buffer.alloc(64, 0xff)]) {
      install(bytes);
      await expect(openModel(folder, 'log')).rejects.toMatchObject({ failure: 'model-missing' });
    }
  });

  it('gives no score from NaN or infinity, going in or coming out', async () => {
    install(logModel());
    const model = await openModel(folder, 'log');
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      await expect(model.run({ x: floats(1, bad) })).rejects.toMatchObject({ failure: 'malformed' });
    await expect(model.run({ x: floats(-1, 0) })).rejects.toMatchObject({ failure: 'unsupported' });
  });

  it('is not given values that do not fill its dimensions', async () => {
    install(logModel());
    const model = await openModel(folder, 'log');
    const wrong = { ...floats(1, 2), dims: [3] };
    await expect(model.run({ x: wrong })).rejects.toMatchObject({ failure: 'malformed' });
  });
});

describe('the list of models', () => {
  it('is read without opening any', async () => {
    install(logModel());
    expect((await readModelManifest(folder)).models.map((model) => model.name)).toEqual(['log']);
  });

  it.each([{ file: '../log.onnx' }, { file: '/etc/log.onnx' }, { sha256: 'A'.repeat(64) }, { extra: 1 }])(
    'is refused with %o',
    async (changes) => {
      install(logModel(), changes);
      await expect(readModelManifest(folder)).rejects.toMatchObject({ code: 'misconfigured' });
    },
  );
});
