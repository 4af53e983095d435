import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Report } from '../../src/contract/index.ts';
import { buildProgram } from '../../src/main/program.ts';
import { runAssay, startAssay } from '../support/run-assay.ts';

let folder: string;
let picture: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-cli-'));
  picture = join(folder, 'picture.png');
  const create = { width: 200, height: 120, channels: 3 as const, background: '#335577' };
  await sharp({ create }).png().toFile(picture);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const here = () => ({ ASSAY_DATA: join(folder, 'data') });

describe('assay', () => {
  it('explains every command that it has', async () => {
    const { stdout, code } = await runAssay(['help']);
    expect(code).toBe(0);
    for (const command of buildProgram().commands) {
      expect(stdout).toContain(command.name());
      expect(command.helpInformation()).toContain(command.description().slice(0, 20));
    }
  });

  it('names a mistyped setting instead of running without it', async () => {
    const { code, stderr } = await runAssay(['migrate'], { ASSAY_DATE: '/x' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/ASSAY_DATE: there is no such setting/);
  });

  it('does not examine files in production without a real jail', async () => {
    const env = { ...here(), NODE_ENV: 'production', ASSAY_ISOLATION: 'process' };
    const { code, stderr } = await runAssay(['analyze', picture], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/refused in production/);
  });

  it('wants a database for the roles that only join one', async () => {
    for (const role of ['api', 'worker']) {
      const { code, stderr } = await runAssay([role], here());
      expect(code).toBe(1);
      expect(stderr).toMatch(/Set DATABASE_URL/);
    }
  });
});

describe('a database that takes connections and says nothing', () => {
  const silent = createServer((socket) => socket.on('error', () => undefined));
  const env = () => {
    const { port } = silent.address() as AddressInfo;
    return { ...here(), DATABASE_URL: `postgresql://a:b@127.0.0.1:${port}/c` };
  };
  beforeAll(() => once(silent.listen(0, '127.0.0.1'), 'listening'));
  afterAll(() => void silent.close());

  it('is given up on in plain words', async () => {
    const { code, stderr } = await runAssay(['migrate'], env());
    expect(code).toBe(1);
    expect(stderr).toMatch(/^assay: .*database/i);
  }, 20_000);

  it('does not keep a server that is asked to end from ending', async () => {
    const assay = startAssay(['serve'], env());
    await once(silent, 'connection');
    assay.process.kill('SIGTERM');
    expect((await assay.ended).stderr).toMatch(/"msg":"ended"/);
  }, 20_000);
});

describe('assay analyze', () => {
  it('ends with 0 when everything was examined', async () => {
    const note = join(folder, 'note.txt');
    await writeFile(note, 'Please send the papers to the office on Monday.\n');
    const { code, stdout } = await runAssay(['analyze', note, '--json'], here());
    expect(Report.parse(JSON.parse(stdout))).toMatchObject({ status: 'complete' });
    expect(code).toBe(0);
  });

  it('prints a report that keeps the contract, and ends with 2 when a picture has no face to score', async () => {
    const evidence = join(folder, 'evidence');
    const args = ['analyze', picture, '--json', '--marking', 'green', '--evidence', evidence];
    const { code, stdout } = await runAssay(args, here());
    const report = Report.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ status: 'incomplete', marking: 'green', markingIsDefault: false });
    expect(report.exhibits[0]?.claimedName).toBe('picture.png');
    const files = report.artefacts.flatMap(({ runs }) => runs.flatMap((run) => run.result.evidence));
    expect(await readdir(evidence)).toHaveLength(files.length);
    expect(code).toBe(2);
  });

  it('ends with 2 and says why when nothing here can read the file', async () => {
    const strange = join(folder, 'strange.bin');
    await writeFile(strange, Buffer.from('00ff17fe9c3b7d01', 'hex'));
    const { code, stdout } = await runAssay(['analyze', strange], here());
    expect(stdout).toMatch(/NOT examined/);
    expect(code).toBe(2);
  });

  it('ends with 1 and plain words when the file is not there', async () => {
    const { code, stderr, stdout } = await runAssay(['analyze', join(folder, 'missing.apk')], here());
    expect(stderr).toMatch(/missing\.apk: there is no such file/);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('ends with 1 and plain words when the file cannot be read', async () => {
    for (const command of ['analyze', 'submit']) {
      const env = { ...here(), ASSAY_KEY: 'assay_x' };
      // A file that nobody may read from its start, whoever runs this.
      const { code, stderr } = await runAssay([command, '/proc/self/mem'], env);
      expect([code, stderr]).toEqual([1, 'assay: /proc/self/mem: cannot be read.\n']);
    }
  });

  it('shows hostile names without letting them steer the terminal', async () => {
    const { stderr } = await runAssay(['analyze', join(folder, 'a\u001b[2J')], here());
    expect(stderr).toMatch(/a‹U\+001B›\[2J: there is no such file/);
  });

  it('leaves nothing behind in the temporary folder', async () => {
    const temp = join(folder, 'tmp');
    await mkdir(temp);
    await runAssay(['analyze', picture, '--quiet'], { ...here(), TMPDIR: temp });
    expect(await readdir(temp)).toEqual([]);
  });
});

describe('assay submit', () => {
  it('never shows the key, also when it was copied with a line end', async () => {
    const env = { ...here(), ASSAY_KEY: 'assay_SECRET\r', ASSAY_SERVER: 'http://127.0.0.1:9' };
    const { code, stderr, stdout } = await runAssay(['submit', picture], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/holds characters that no key has/);
    expect(stdout + stderr).not.toContain('SECRET');
  });
});
