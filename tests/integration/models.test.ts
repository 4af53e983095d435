import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModels } from '../../models/build.ts';
import type { Report } from '../../src/contract/index.ts';
import { packageRoot, readConfig } from '../../src/main/config.ts';
import { readAddedModels } from '../../src/main/models/added-models.ts';
import { installModel } from '../../src/main/models/install-model.ts';
import { probeModels } from '../../src/main/models/probe-models.ts';
import { loadPlan } from '../../src/main/services/load-plan.ts';
import {
  buildDetector,
  buildEncoder,
  encoderOutput,
  manifestFor,
  SIDE,
  sha256Of,
  withExternalData,
  withUnknownOperation,
} from '../support/build-model.ts';
import { type Ended, runAssay } from '../support/run-assay.ts';

let folder = '';
let server: Server;
let base = '';
const served = new Map<string, Uint8Array>();
const detector = buildDetector();

const assay = (...args: string[]): Promise<Ended> => runAssay(args, { ASSAY_DATA: join(folder, 'data') });

/** Writes the manifest beside the data folder and serves the bytes; gives the arguments of `pull`. */
function offer(name: string, model: Uint8Array, changes: object = {}): string[] {
  served.set(`/${name}`, model);
  const path = join(folder, `${name}.json`);
  const manifest = manifestFor(model, { name, source: `${base}/${name}`, ...changes });
  writeFileSync(path, JSON.stringify(manifest));
  return ['models', 'pull', `${base}/${name}`, '--manifest', path, '--quiet'];
}

/** A soft picture of its own; a generated one has a chequer over it, weaker in some than in others. */
async function draw(path: string, seed: number, generated: boolean): Promise<void> {
  const side = SIDE * 2;
  const data = Buffer.alloc(side * side * 3);
  const strength = generated ? 6 + ((seed * 13) % 30) : (seed * 7) % 9;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      for (let c = 0; c < 3; c++) {
        const soft =
          110 + 60 * Math.sin((x + seed * 5 + c * 9) / 23) + 40 * Math.cos((y * (1 + (seed % 3))) / 31);
        const chequer = ((x >> 1) + (y >> 1)) % 2 === 0 ? strength : -strength;
        data[(y * side + x) * 3 + c] = Math.max(0, Math.min(255, Math.round(soft + chequer)));
      }
  await sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toFile(path);
}

const EACH = 100;
let labelled = '';

beforeAll(async () => {
  await buildModels(packageRoot());
  folder = mkdtempSync(join(tmpdir(), 'assay-models-'));
  server = createServer((request, response) => {
    const bytes = served.get(request.url ?? '');
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  labelled = join(folder, 'labelled');
  for (const kind of ['real', 'fake']) {
    mkdirSync(join(labelled, kind), { recursive: true });
    for (let i = 0; i < EACH; i++)
      await draw(join(labelled, kind, `${i}.png`), i + (kind === 'fake' ? 1000 : 0), kind === 'fake');
  }
  // What is no picture, or kills a reader, costs a count and nothing else.
  writeFileSync(join(labelled, 'real', 'notes.jpg'), 'not a picture at all');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const inputOf = (model: Uint8Array): object => (manifestFor(model) as { input: object }).input;
const outputOf = (model: Uint8Array): object => (manifestFor(model) as { output: object }).output;
const config = () => readConfig({ ASSAY_DATA: join(folder, 'data') });
const addedNames = async (): Promise<string[]> =>
  (await readdir(join(folder, 'data', 'models'))).filter((name) => name !== 'state.json').sort();

describe('a model of one’s own', { timeout: 300_000 }, () => {
  it('is fetched, pinned, run in a jail and listed', async () => {
    const done = await assay(...offer('detector', detector));
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain(`Added detector (image-score), SHA-256 ${sha256Of(detector)}`);
    const { stdout } = await assay('models', 'list');
    expect(stdout).toMatch(/detector +added +image-score +enabled/);
    expect(stdout).toMatch(/blazeface +shipped/);
  });

  it('is not added with other bytes than the pinned ones, and nothing opens them', async () => {
    const args = offer('changed', detector, { bytes: undefined });
    served.set('/changed', buildDetector('nan'));
    const { code, stderr, stdout } = await assay(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/has SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}\. It was not opened/);
    expect(await addedNames()).toEqual(['detector']);
  });

  const noEncoder = {
    name: 'features',
    encoder: { name: 'none', sha256: '0'.repeat(64) },
    crop: { of: 'image' },
  };
  it.each<[string, string, object, RegExp]>([
    ['more bytes than the manifest says', 'longer', { bytes: detector.length - 1 }, /is larger than/],
    ['no hash', 'unpinned', { sha256: undefined }, /only added by its SHA-256/],
    ['the name of one that ships', 'blazeface', {}, /Assay ships a model called blazeface/],
    ['the name of another', 'detector', {}, /There is a model called detector already/],
    ['an encoder that is not there', 'head', { input: noEncoder }, /reads the features of the encoder none/],
    ['a manifest that says too little', 'vague', { licence: undefined }, /licence/],
  ])('is not added with %s, and leaves nothing behind', async (_, name, changes, words) => {
    served.set(`/${name}`, detector);
    const manifest = { text: JSON.stringify(manifestFor(detector, { name, ...changes })), path: name };
    await expect(installModel(config(), { manifest }, { address: `${base}/${name}` })).rejects.toThrow(words);
    expect(await addedNames()).toEqual(['detector']);
  });

  it('is not added with a hash that is not the manifest’s, and nothing is fetched', async () => {
    const manifest = { text: JSON.stringify(manifestFor(detector, { name: 'torn' })), path: 'torn' };
    const wanted = { manifest, sha256: '0'.repeat(64) };
    const address = 'http://127.0.0.1:1/nobody-listens';
    await expect(installModel(config(), wanted, { address })).rejects.toThrow('name different hashes');
  });

  it('is taken out again when it does not run in a jail as its manifest says', async () => {
    const file = join(folder, 'outside.onnx');
    const model = withExternalData(detector);
    writeFileSync(file, model);
    const manifest = { text: JSON.stringify(manifestFor(model, { name: 'outside' })), path: 'outside' };
    await expect(installModel(config(), { manifest }, { file })).rejects.toThrow(
      'keeps weights in other files',
    );
    expect(await addedNames()).toEqual(['detector']);
  });

  it('is told by each jail what is wrong with it, and leaves the others as they are', async () => {
    const wrong: Record<string, readonly [Uint8Array, object, RegExp]> = {
      outside: [withExternalData(detector), {}, /keeps weights in other files/],
      page: [Buffer.from('<html>sign in</html>'), {}, /not a well-formed ONNX|cannot be loaded/],
      strange: [withUnknownOperation(), {}, /cannot be loaded/],
      nan: [buildDetector('nan'), {}, /NaN or infinity/],
      shape: [detector, { input: { ...inputOf(detector), width: 48 } }, /does not run as its manifest says/],
      output: [detector, { output: { ...outputOf(detector), name: 'verdict' } }, /no output verdict/],
      changed: [detector, { sha256: '1'.repeat(64) }, /not the one we know/],
    };
    const data = join(folder, 'spoilt');
    for (const [name, [model, changes]] of Object.entries({ ...wrong, sound: [detector, {}] as const })) {
      mkdirSync(join(data, 'models', name), { recursive: true });
      writeFileSync(join(data, 'models', name, 'model.onnx'), model);
      const manifest = manifestFor(model, { name, ...changes });
      writeFileSync(join(data, 'models', name, 'manifest.json'), JSON.stringify(manifest));
    }
    const names = [...Object.keys(wrong), 'sound'];
    const probed = await probeModels(readConfig({ ASSAY_DATA: data }), { added: names });
    const troubleOf = (name: string) => probed.find((one) => one.name === name)?.trouble;
    for (const [name, [, , words]] of Object.entries(wrong)) expect(troubleOf(name)).toMatch(words);
    expect(troubleOf('sound')).toBeUndefined();
  });

  it('is measured on labelled pictures, with counts and intervals, and keeps its calibration', async () => {
    const done = await assay('models', 'evaluate', labelled, '--model', 'detector', '--write', '--quiet');
    expect([done.code, done.stderr]).toEqual([0, expect.stringContaining('Wrote the calibration')]);
    expect(done.stdout).toMatch(/detector +100 +100 +0\.9\d\d \(0\.\d+–\d\.\d+\)/);
    expect(done.stdout).toContain('200 of 201');
    expect(done.stdout).toContain('Not scored, 1:');
    const { calibration } = JSON.parse(
      readFileSync(join(folder, 'data/models/detector/manifest.json'), 'utf8'),
    );
    expect(calibration).toMatchObject({
      bound: 100,
      real: { count: 100 },
      notScored: { real: 1, generated: 0 },
    });
    expect(calibration.cllr).toBeLessThan(0.6);
  });

  it('scores what is examined, and its calibrated score carries weight', async () => {
    const { stdout, stderr } = await assay('analyze', join(labelled, 'fake', '25.png'), '--json', '--quiet');
    expect(stderr).toBe('');
    const { artefacts, assessments } = JSON.parse(stdout) as Report;
    const run = artefacts[0]?.runs.find(({ analyzer }) => analyzer === 'synthetic-image');
    expect(run?.models['detector']).toBe(sha256Of(detector));
    const finding = run?.result.findings.find(({ id }) => id === 'synthetic-image.added.detector');
    expect(finding?.measure?.name).toBe('score of detector');
    expect(finding?.support?.ratio).toBeGreaterThan(2);
    const answer = assessments.find(({ question }) => question === 'manipulated-media');
    expect(JSON.stringify(answer)).toContain('synthetic-image.added.detector');
  });

  it('and what ships are measured alike by the reports of an analyzer', async () => {
    const few = join(folder, 'few');
    for (const kind of ['real', 'fake']) {
      mkdirSync(join(few, kind), { recursive: true });
      await draw(join(few, kind, 'one.png'), kind === 'fake' ? 1001 : 1, kind === 'fake');
    }
    const done = await assay('models', 'evaluate', few, '--analyzer', 'synthetic-image', '--json', '--quiet');
    expect([done.code, done.stderr]).toEqual([0, '']);
    const measured = JSON.parse(done.stdout) as { name: string; auc: { value: number } }[];
    expect(measured.find(({ name }) => name === 'score of detector')?.auc.value).toBe(1);
  });

  it('can replace one that ships, where an operator does not accept its terms', async () => {
    const modelsOf = async () =>
      (await loadPlan(config())).analyzers.find(({ manifest }) => manifest.name === 'face-forgery')?.models;
    expect(await modelsOf()).toHaveProperty('face-swap');
    expect((await assay('models', 'disable', 'face-swap')).code).toBe(0);
    expect(await modelsOf()).not.toHaveProperty('face-swap');
    expect((await assay('models', 'enable', 'face-swap')).code).toBe(0);
    expect(await modelsOf()).toHaveProperty('face-swap');
  });

  it('is trained as a head on the features of an encoder by one command', async () => {
    const encoder = buildEncoder();
    const pulled = await assay(...offer('encoder', encoder, { kind: 'encoder', output: encoderOutput }));
    expect([pulled.code, pulled.stderr]).toEqual([0, '']);
    const done = await assay(
      ...['models', 'train', labelled, '--encoder', 'encoder', '--name', 'our-head'],
      ...['--terms', 'drawn by this test', '--quiet'],
    );
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toMatch(
      /Calibrated and measured on, nothing chosen by: \d+ real, \d+ generated, AUC 0\.[89]|AUC 1\./,
    );
  });

  it('is listed with the terms of what it was trained on, and does on all pictures what its card says', async () => {
    const list = await assay('models', 'list');
    expect(list.stdout).toMatch(/our-head +added +image-score +enabled/);
    expect(list.stdout).toContain('drawn by this test (restricted)');
    const both = await assay('models', 'evaluate', labelled, '--json', '--quiet');
    const [first, second] = JSON.parse(both.stdout);
    expect([first.name, second.name]).toEqual(['detector', 'our-head']);
    expect(second.auc.value).toBeGreaterThan(0.8);
    const manifest = JSON.parse(readFileSync(join(folder, 'data/models/detector/manifest.json'), 'utf8'));
    expect(first.asCalibrated.falsePositives).toMatchObject(manifest.calibration.threshold.falsePositives);
    expect(first.calibration).toEqual(manifest.calibration);
    expect(first.pictures).toHaveLength(EACH * 2 + 1);
  });

  it('is verified with all others, and a changed byte is noticed', async () => {
    const whole = await assay('models', 'verify');
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    for (const name of ['blazeface', 'detector', 'encoder', 'our-head'])
      expect(whole.stdout).toContain(`ok      ${name}\n`);
  });

  it('of which a byte was changed is noticed before it is opened', async () => {
    const path = join(folder, 'data/models/detector/model.onnx');
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]));
    const broken = await assay('models', 'verify', 'detector');
    writeFileSync(path, bytes);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/broken {2}detector: .*not the one we know/);
  });

  it('is switched off and on, and an encoder stays while a head needs it', async () => {
    expect((await assay('models', 'remove', 'encoder')).stderr).toMatch(/our-head cannot do without/);
    expect((await assay('models', 'disable', 'blazeface')).stderr).toMatch(/cannot be switched off/);
    expect((await assay('models', 'disable', 'our-head')).code).toBe(0);
    const enabled = async () => (await readAddedModels(config().dataFolder)).enabled.map(({ name }) => name);
    expect(await enabled()).toEqual(['detector', 'encoder']);
    expect((await assay('models', 'enable', 'our-head')).code).toBe(0);
    expect(await enabled()).toEqual(['detector', 'encoder', 'our-head']);
    expect((await assay('models', 'remove', 'our-head')).code).toBe(0);
    expect(await addedNames()).toEqual(['detector', 'encoder']);
  });
});
