import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/contract/index.ts';
import { buildAxml } from '../../../tests/support/build-axml.ts';
import { buildZip } from '../../../tests/support/build-zip.ts';
import { recordingContext } from '../../../tests/support/recording-sink.ts';
import { analyze } from '../index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apk-brand-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function findingsOf(id: string, label: string): Promise<Finding[]> {
  const application = { name: 'application', attributes: [{ name: 'label', id: 0x01010001, value: label }] };
  const content = buildAxml({
    name: 'manifest',
    attributes: [{ name: 'package', value: id }],
    children: [application],
  });
  const bytes = buildZip([{ name: 'AndroidManifest.xml', content, deflate: true }]);
  const path = join(folder, 'artefact');
  await writeFile(path, bytes);
  const context = recordingContext({ workdir: folder });
  await analyze({ sha256: 'a'.repeat(64), bytes: bytes.length, mediaTypes: [], path }, context);
  return context.sink.result.findings;
}

describe('an app that borrows a name', () => {
  it('is told with its weight and the technique', async () => {
    const findings = await findingsOf('uni.UNI12345', 'Віnance Pro');
    expect(findings.find(({ id }) => id === 'imitates-brand/look-alike')).toMatchObject({
      title: 'Written to be taken for Binance',
      techniques: ['T1655.001'],
      support: { question: 'fraudulent-app', ratio: 15, group: 'identity' },
    });
  });

  it('is not believed for its package name when nothing vouches for it', async () => {
    const findings = await findingsOf('com.whatsapp', 'WhatsApp');
    expect(findings.map(({ id }) => id)).toContain('imitates-brand/signer');
    expect(findings.map(({ id }) => id)).not.toContain('official-app');
  });

  it('is not seen where the label is an ordinary word', async () => {
    const findings = await findingsOf('com.example.a', 'Wallet');
    expect(findings.filter(({ id }) => /brand/.test(id))).toEqual([]);
  });
});
