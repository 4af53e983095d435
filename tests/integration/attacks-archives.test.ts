import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/contract/index.ts';
import { type AttackBench, findingsOf, openAttackBench, runsOf } from '../support/attack-bench.ts';
import { buildAxml } from '../support/build-axml.ts';
import { buildTar } from '../support/build-tar.ts';
import { type BuiltEntry, buildZip } from '../support/build-zip.ts';
import { watchCost } from '../support/watch-cost.ts';

/* Attacks 1 and 2 of docs/attacks.md: names that lead out of a folder, and archives that grow. */

const MIB = 1024 ** 2;
let bench: AttackBench;
beforeAll(async () => {
  bench = await openAttackBench({ maxChildren: 12 });
}, 60_000);
afterAll(() => bench?.[Symbol.asyncDispose]());

const text = (words: string): Buffer => Buffer.from(words);
const archiveRuns = (report: Report) => runsOf(report).filter(({ analyzer }) => analyzer === 'archive');
const mark = `evil-${process.pid}-${Date.now()}`;

/** Deflated zeros of any length, made from one piece, so that the test itself is no bomb. */
function zeros(mebibytes: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(MIB), { finishFlush: constants.Z_FULL_FLUSH, level: 9 });
  return Buffer.concat([...Array.from({ length: mebibytes }, () => piece), Buffer.from([3, 0])]);
}
const bombEntry = (name: string, packed: Buffer, bytes: number): BuiltEntry => {
  const fields = { method: 8, bytes, compressed: packed.length };
  return { name, content: Buffer.alloc(0), packed, central: fields, local: fields };
};

describe('an archive whose names lead out of its folder', () => {
  const names = [
    `../../${mark}`,
    `${tmpdir()}/${mark}`,
    `C:\\${mark}`,
    `..\\..\\${mark}`,
    `a\0${mark}`,
    Buffer.concat([Buffer.from([0x2e, 0x2e, 0xc0, 0xaf]), text(mark)]),
  ];
  const zip = () =>
    buildZip([
      { name: 'out', content: text(tmpdir()), unixMode: 0o120777 },
      { name: `out/${mark}`, content: text('written through a link') },
      ...names.map((name, at) => ({ name, content: text(`payload ${at}`) })),
    ]);
  const tar = () =>
    buildTar([
      { name: 'out', link: tmpdir() },
      { name: `out/${mark}`, content: text('through tar') },
      { name: `../../${mark}`, content: text('up') },
      { name: `${tmpdir()}/${mark}`, content: text('absolute') },
    ]);

  it('is reported as such, its files are examined, and nothing is written under any of the names', async () => {
    const report = await bench.examine({ 'a.zip': zip(), 'b.tar': tar() });
    for (const run of archiveRuns(report)) {
      expect(run.status).toBe('completed');
      expect(run.result.findings.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['path-traversal', 'links']),
      );
    }
    expect(archiveRuns(report)).toHaveLength(2);
    const stored = (await bench.stored()).map((bytes) => bytes.toString('latin1'));
    for (const payload of ['payload 0', 'payload 5', 'written through a link', 'through tar', 'absolute'])
      expect(stored).toContain(payload);
    expect(stored).not.toContain(tmpdir());
    for (const place of [tmpdir(), '/', bench.folder, join(bench.folder, 'store'), process.cwd()]) {
      expect(existsSync(join(place, mark)), place).toBe(false);
      expect(readdirSync(place).filter((name) => name.includes(mark))).toEqual([]);
    }
    expect(await bench.leftBehind()).toEqual([]);
  }, 60_000);
});

describe('an archive that grows beyond measure', () => {
  const small = { disk: 320 * MIB, jail: 700 * MIB, own: 300 * MIB };
  async function endure(files: Record<string, Buffer>): Promise<Report> {
    const { value, cost } = await watchCost(bench.folder, () => bench.examine(files));
    expect(cost.diskBytes).toBeLessThan(small.disk);
    expect(cost.jailMemory).toBeGreaterThan(0);
    expect(cost.jailMemory).toBeLessThan(small.jail);
    expect(cost.ownGrowth).toBeLessThan(small.own);
    expect(await bench.leftBehind()).toEqual([]);
    return value;
  }
  const stopped = (report: Report) => {
    expect(report.status).toBe('incomplete');
    expect(archiveRuns(report).some((run) => run.failure === 'over-limit')).toBe(true);
    expect(JSON.stringify(archiveRuns(report).map(({ coverage }) => coverage.notExamined))).toContain(
      'not-run',
    );
  };

  it('one file of zeros, true to its size, or said to be empty', async () => {
    const packed = zeros(256);
    const report = await endure({
      'big.zip': buildZip([
        { name: 'first.txt', content: text('kept') },
        bombEntry('zeros', packed, 256 * MIB),
      ]),
      'liar.zip': buildZip([bombEntry('zeros', packed, 0)]),
    });
    stopped(report);
    expect(findingsOf(report).filter((id) => id === 'bomb')).toHaveLength(2);
    // What came before the bomb was examined all the same.
    expect((await bench.stored()).map(String)).toContain('kept');
  }, 60_000);

  it('gzip of 256 MiB, alone and inside the data of an app', async () => {
    const head = gzipSync(Buffer.alloc(0)).subarray(0, 10);
    const gzip = Buffer.concat([head, zeros(256), Buffer.alloc(8)]);
    const manifest = buildAxml({
      name: 'manifest',
      attributes: [{ name: 'package', value: 'com.example.a' }],
      children: [{ name: 'application' }],
    });
    const dropper = buildZip([bombEntry('inner', zeros(256), 0)]);
    const report = await endure({
      'big.gz': gzip,
      'app.apk': buildZip([
        { name: 'AndroidManifest.xml', content: manifest, deflate: true },
        { name: 'assets/data.gz', content: gzip },
        { name: 'assets/second.bin', content: dropper },
        bombEntry('assets/zeros', zeros(256), 0),
      ]),
    });
    stopped(report);
    expect(findingsOf(report)).toContain('bomb');
    expect(findingsOf(report)).toContain('contents/embedded-programs');
    const apk = runsOf(report).find(({ analyzer }) => analyzer === 'apk');
    expect(apk?.result.facts['package']).toBe('com.example.a');
  }, 60_000);

  it('archives in archives in archives, each level multiplying: the tree ends at its limit and says so', async () => {
    const nest = (level: number, name: string): Buffer =>
      buildZip(
        level === 0
          ? [bombEntry(name, zeros(64), 0)]
          : Array.from({ length: 4 }, (_, at) => ({
              name: `${at}.zip`,
              content: nest(level - 1, `${name}${at}`),
              deflate: true,
            })),
      );
    const report = await endure({ '42.zip': nest(3, 'x') });
    expect(report.status).toBe('incomplete');
    expect(report.artefacts.length).toBeLessThanOrEqual(13);
    expect(report.notExamined.map(({ reason }) => reason)).toContain('not-run');
    expect(JSON.stringify(report.notExamined)).toContain('12');
  }, 60_000);

  it('overlapping entries', async () => {
    const fields = { method: 8, bytes: 30 * MIB, compressed: 0 };
    const packed = zeros(30);
    const first = { ...bombEntry('a0', packed, 30 * MIB), central: { ...fields, compressed: packed.length } };
    const overlapping = Array.from({ length: 200 }, (_, at) => ({ ...first, name: `a${at + 1}`, shares: 0 }));
    const report = await endure({ 'overlap.zip': buildZip([first, ...overlapping]) });
    expect(findingsOf(report)).toEqual(expect.arrayContaining(['malformed/overlapping-entries', 'bomb']));
    stopped(report);
  }, 60_000);

  it('200 000 empty entries', async () => {
    const many = Array.from({ length: 200_000 }, () => ({ name: 'e', content: Buffer.alloc(0), shares: 0 }));
    const report = await endure({ 'many.zip': buildZip([{ name: 'e', content: Buffer.alloc(0) }, ...many]) });
    stopped(report);
    expect(report.edges).toEqual([]);
  }, 60_000);
});
