import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadYara } from '../../src/apps/index.ts';
import { type AttackBench, findingsOf, openAttackBench, runsOf } from '../support/attack-bench.ts';
import { buildAxml } from '../support/build-axml.ts';
import { buildZip } from '../support/build-zip.ts';

let folder: string;
let bench: AttackBench;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
  await mkdir(join(folder, '00000000-0000-7000-8000-000000000001'));
  const files = {
    'ours.yar':
      'rule case_marker { meta: description = "Marker of case 12" severity = "high" technique = "T1407" strings: $a = "marker-of-case-12" condition: $a and entry startswith "assets/" }',
    'broken.yar': 'rule broken { condition: nothing_known }',
    '00000000-0000-7000-8000-000000000001/other.yar': 'rule of_another_unit { condition: true }',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  bench = await openAttackBench({}, { ASSAY_YARA_RULES: folder });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const app = buildZip([
  {
    name: 'AndroidManifest.xml',
    content: buildAxml({
      name: 'manifest',
      attributes: [{ name: 'package', value: 'com.example.rules' }],
      children: [{ name: 'application' }],
    }),
  },
  {
    name: 'assets/app.js',
    content: Buffer.from('marker-of-case-12 秒合约 recharge withdraw'),
    deflate: true,
  },
]);

// YARA-X has no build for every machine; there, reports say that rules were not run.
describe.skipIf('why' in loadYara())('YARA rules in the jail', () => {
  it('runs ours and one’s own, tells file and offset, and says which file of rules could not be used', async () => {
    const report = await bench.examine({ 'app.apk': app });
    const run = runsOf(report).find(({ analyzer }) => analyzer === 'apk')!;
    expect(run.status).toBe('completed');
    expect(run.result.findings).toContainEqual(
      expect.objectContaining({
        id: 'yara/unit/case_marker',
        title: 'Marker of case 12',
        severity: 'high',
        techniques: ['T1407'],
        locations: [{ kind: 'entry', path: 'assets/app.js', offset: 0 }],
      }),
    );
    expect(findingsOf(report)).toContain('yara/assay/kit_seconds_contract');
    expect(findingsOf(report)).not.toContain('yara/unit/of_another_unit');
    expect(run.coverage.notExamined).toContainEqual({
      what: 'YARA rules in broken.yar',
      reason: 'not-run',
      detail: expect.stringContaining('nothing_known'),
    });
  });
});
