import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltElement, buildAxml } from '../../tests/support/build-axml.ts';
import { type BuiltEntry, buildZip } from '../../tests/support/build-zip.ts';
import { type RecordingSink, recordingContext } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apk-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(bytes: Buffer): Promise<RecordingSink & { failure?: Error }> {
  const path = join(folder, 'artefact');
  await writeFile(path, bytes);
  const context = recordingContext({ workdir: folder });
  let failure: Error | undefined;
  await analyze({ sha256: 'a'.repeat(64), bytes: bytes.length, mediaTypes: [], path }, context).catch(
    (error: Error) => {
      failure = error;
    },
  );
  return Object.assign(context.sink, failure ? { failure } : {});
}

const findings = ({ result }: RecordingSink): string[] => result.findings.map((finding) => finding.id);
const sample = (name: string): Promise<Buffer> => readFile(`samples/${name}/input.apk`);

const named = (element: string, name: string, more: BuiltElement['attributes'] = []): BuiltElement => ({
  name: element,
  attributes: [{ name: 'name', id: 0x01010003, value: name }, ...more],
});
const permission = (name: string): BuiltElement => named('uses-permission', `android.permission.${name}`);

function manifest(
  options: { package?: string; label?: string; children?: BuiltElement[]; components?: BuiltElement[] } = {},
): Buffer {
  return buildAxml({
    name: 'manifest',
    attributes: [{ name: 'package', value: options.package ?? 'com.example.a' }],
    children: [
      ...(options.children ?? []),
      {
        name: 'application',
        attributes: [{ name: 'label', id: 0x01010001, value: options.label ?? 'A' }],
        children: options.components ?? [],
      },
    ],
  });
}
const apk = (content: Buffer, more: BuiltEntry[] = []): Buffer =>
  buildZip([{ name: 'AndroidManifest.xml', content, deflate: true }, ...more]);

describe('the demonstration app', () => {
  it('is read to its package, versions, permissions, components and labels in all languages', async () => {
    const { result } = await read(await sample('apk'));
    expect(result.facts).toMatchObject({
      package: 'com.example.investdemo',
      versionCode: '7',
      versionName: '1.0.7',
      minSdk: '21',
      targetSdk: '29',
      label: 'Example Invest Demo',
      labels: { '': 'Example Invest Demo', de: 'Beispiel Anlage Demo', 'zh-CN': '示例投资演示' },
      launchers: ['com.example.investdemo.MainActivity'],
      links: ['https://invest-demo.example'],
      cleartextTraffic: true,
      networkRuleDomains: ['invest-demo.example'],
    });
    expect(result.facts['receivers']).toMatchObject([{ exported: true, exportedAttribute: null }]);
    expect(result.facts['permissions']).toContainEqual({
      name: 'android.permission.CAMERA',
      level: 'dangerous|instant',
    });
  });

  it('has its signer named under every scheme, and each verified over the contents', async () => {
    const { result } = await read(await sample('apk'));
    expect(result.facts['signatureSchemes']).toEqual(['v3', 'v2', 'v1']);
    const verdicts = (result.facts['signers'] as { verdict: string }[]).map((signer) => signer.verdict);
    expect(verdicts).toEqual(['verified', 'verified', 'verified']);
    const [hash] = result.facts['certSha256'] as string[];
    expect(result.indicators).toContainEqual(
      expect.objectContaining({ kind: 'certificate', value: hash, standing: 'proposed' }),
    );
    expect(result.indicators).toContainEqual(
      expect.objectContaining({ kind: 'package', value: 'com.example.investdemo' }),
    );
  });

  it('shows its icon redrawn as PNG', async () => {
    const { evidenceBytes } = await read(await sample('apk'));
    expect(evidenceBytes.get('icon.png')?.subarray(1, 4).toString()).toBe('PNG');
  });

  it('has no trick reported', async () => {
    expect(findings(await read(await sample('apk'))).filter((id) => id.startsWith('defeats-tools'))).toEqual(
      [],
    );
  });

  it('is said to be changed after signing when one byte of a picture is changed', async () => {
    const bytes = await sample('apk');
    const at = bytes.indexOf('IHDR');
    bytes[at + 4] = bytes[at + 4]! ^ 1;
    const sink = await read(bytes);
    expect(findings(sink)).toEqual(expect.arrayContaining(['signing/broken-v3', 'signing/broken-v2']));
    expect(sink.result.indicators.find((indicator) => indicator.kind === 'certificate')?.standing).toBe(
      'observed',
    );
  });
});

describe('built to defeat analysis tools', () => {
  it('reads the malformed sample to the same app and names each trick', async () => {
    const [plain, malformed] = [await read(await sample('apk')), await read(await sample('malformed-apk'))];
    for (const fact of ['package', 'label', 'labels', 'permissions', 'activities', 'receivers'])
      expect(malformed.result.facts[fact]).toEqual(plain.result.facts[fact]);
    expect(findings(malformed)).toEqual(
      expect.arrayContaining([
        'defeats-tools/zip-unknown-method',
        'defeats-tools/zip-encrypted-flag',
        'defeats-tools/zip-local-name',
        'defeats-tools/zip-duplicate-name',
        'defeats-tools/zip-name-escapes-folder',
        'defeats-tools/manifest-not-axml',
        'defeats-tools/manifest-pool-count',
        'defeats-tools/manifest-unknown-chunk',
        'defeats-tools/signing-block-block-size',
      ]),
    );
  });

  it('reads the manifest that can be read when a second one is false', async () => {
    const sink = await read(
      buildZip([
        { name: 'AndroidManifest.xml', content: Buffer.from('<manifest/>') },
        { name: 'AndroidManifest.xml', content: manifest() },
      ]),
    );
    expect(sink.result.facts['package']).toBe('com.example.a');
    expect(findings(sink)).toContain('defeats-tools/zip-duplicate-name');
  });

  it('survives a resource table that declares 2³¹ entries', async () => {
    const table = Buffer.alloc(400);
    table.set([2, 0, 12, 0, 0x90, 1, 0, 0, 1, 0, 0, 0]);
    table.set([1, 0, 28, 0, 28, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f], 12);
    const sink = await read(apk(manifest(), [{ name: 'resources.arsc', content: table }]));
    expect(sink.failure).toBeUndefined();
    expect(sink.result.facts['label']).toBe('A');
    expect(findings(sink)).toContain('defeats-tools/resources-pool-count');
  });

  it('recognises a program smuggled past a v1 signature only where there is one', async () => {
    const dex = Buffer.concat([Buffer.from('dex\n035\0'), Buffer.alloc(200)]);
    const sink = await read(Buffer.concat([dex, apk(manifest())]));
    expect(sink.result.facts['package']).toBe('com.example.a');
    expect(findings(sink)).toContain('defeats-tools/zip-prepended-data');
    expect(findings(sink)).not.toContain('signing/janus');
  });

  it('fails with a reason on a file without an archive directory', async () => {
    expect((await read(Buffer.from('PK\x03\x04 cut'))).failure).toMatchObject({ failure: 'malformed' });
  });

  it('reports what it can of a package without a manifest', async () => {
    const sink = await read(buildZip([{ name: 'classes.dex', content: Buffer.from('x') }]));
    expect(sink.coverage.notExamined).toContainEqual(
      expect.objectContaining({ what: 'AndroidManifest.xml' }),
    );
    expect(sink.result.indicators.map((indicator) => indicator.kind)).toEqual(['file']);
  });
});

describe('files inside the app', () => {
  it('hands on an app that hides in the data under another name, and leaves pictures and texts', async () => {
    const inner = apk(manifest({ package: 'com.example.inner' }));
    const sink = await read(
      apk(manifest(), [
        { name: 'assets/data.bin', content: inner, deflate: true },
        { name: 'assets/terms.txt', content: Buffer.alloc(500, 'a') },
      ]),
    );
    expect(sink.children.map((child) => child.claimedName)).toEqual(['assets/data.bin']);
    expect(sink.children[0]?.content.equals(inner)).toBe(true);
    expect(findings(sink)).toContain('contents/embedded-programs');
  });

  it('does not hand on an embedded file that grows beyond its limit', async () => {
    const bomb = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(80 * 1024 ** 2)]);
    const sink = await read(apk(manifest(), [{ name: 'assets/bomb', content: bomb, deflate: true }]));
    expect(sink.children).toEqual([]);
    expect(sink.coverage.notExamined).toContainEqual(expect.objectContaining({ what: 'assets/bomb' }));
  });
});

describe('hostile texts stay texts', () => {
  it.each([
    ['<img src=x onerror=alert(1)>'],
    ['{{7*7}}'],
    ['=cmd|calc'],
    ['pay\u202efdp.exe'],
    ['x'.repeat(1_000_000)],
  ])('keeps a label of %.30s as written, at most a thousand characters of it', async (label) => {
    const { result } = await read(apk(manifest({ label })));
    expect(result.facts['label']).toBe(label.slice(0, 1000));
  });

  it('does not propose a package name that is none', async () => {
    const { result } = await read(apk(manifest({ package: '<b>x</b>' })));
    expect(result.indicators).toContainEqual(
      expect.objectContaining({ kind: 'package', standing: 'observed', check: 'invalid' }),
    );
  });

  it('never opens an icon by path, and shows no icon made of vectors', async () => {
    const icon = (value: string): Buffer =>
      buildAxml({
        name: 'manifest',
        attributes: [{ name: 'package', value: 'com.example.a' }],
        children: [{ name: 'application', attributes: [{ name: 'icon', id: 0x01010002, value }] }],
      });
    const svg = { name: 'i.svg', content: Buffer.from('<svg><script>alert(1)</script></svg>') };
    for (const path of ['../../etc/passwd', 'i.svg']) {
      const sink = await read(apk(icon(path), [svg]));
      expect(sink.result.evidence).toEqual([]);
      expect(sink.coverage.notExamined).toContainEqual(expect.objectContaining({ what: 'the icon' }));
    }
  });
});

describe('permissions', () => {
  it('says that few permissions do not make an app harmless', async () => {
    const sink = await read(apk(manifest({ children: [permission('INTERNET')] })));
    expect(findings(sink)).toContain('permissions/few');
  });

  it('reports message theft only where the app can also send', async () => {
    const both = await read(apk(manifest({ children: [permission('INTERNET'), permission('READ_SMS')] })));
    const alone = await read(apk(manifest({ children: [permission('READ_SMS')] })));
    expect(findings(both)).toContain('permissions/sms-theft');
    expect(findings(alone)).not.toContain('permissions/sms-theft');
    expect(both.result.findings.find((one) => one.id === 'permissions/sms-theft')).toMatchObject({
      techniques: ['T1636.004'],
      locations: [{ path: 'AndroidManifest.xml' }, { path: 'AndroidManifest.xml' }],
    });
  });

  it('reports an accessibility service by the permission that guards it', async () => {
    const service = named('service', '.Helper', [
      { name: 'permission', id: 0x01010006, value: 'android.permission.BIND_ACCESSIBILITY_SERVICE' },
    ]);
    const sink = await read(apk(manifest({ children: [permission('INTERNET')], components: [service] })));
    expect(findings(sink)).toContain('permissions/accessibility');
    expect(sink.result.facts['services']).toMatchObject([{ name: 'com.example.a.Helper', exported: false }]);
  });
});

describe('an app built to drown its report', () => {
  it('is told its first links where filters multiply to millions', async () => {
    const data = (at: number): BuiltElement => ({
      name: 'data',
      attributes: [
        { name: 'scheme', id: 0x01010027, value: `s${at}` },
        { name: 'host', id: 0x01010028, value: `h${at}.example` },
        { name: 'path', id: 0x0101002a, value: `/p${at}` },
      ],
    });
    const filter = { name: 'intent-filter', children: Array.from({ length: 40 }, (_, at) => data(at)) };
    const components = Array.from({ length: 400 }, (_, at) => ({
      ...named('activity', `.A${at}`),
      children: [filter],
    }));
    const started = process.cpuUsage();
    const sink = await read(apk(manifest({ components })));
    const { user } = process.cpuUsage(started);
    expect(sink.failure).toBeUndefined();
    expect(sink.result.facts['links']).toHaveLength(500);
    expect(user / 1e6).toBeLessThan(10);
  });

  it('is said to have more components than were read', async () => {
    const components = Array.from({ length: 5001 }, () => ({ name: 'activity' }));
    const sink = await read(apk(manifest({ components })));
    expect(sink.coverage.notExamined).toContainEqual(
      expect.objectContaining({ what: 'further components of the manifest' }),
    );
  });

  it('is reported with names of entries longer than a report takes', async () => {
    const long = 'x'.repeat(20_000);
    const signatures = Array.from({ length: 210 }, (_, at) => ({
      name: `META-INF/${at}${long}.RSA`,
      content: Buffer.from('junk'),
    }));
    const sink = await read(
      apk(manifest(), [...signatures, { name: `../${long}`, content: Buffer.from('x') }]),
    );
    expect(sink.failure).toBeUndefined();
    expect(findings(sink)).toEqual(
      expect.arrayContaining(['signing/unreadable', 'defeats-tools/zip-name-escapes-folder']),
    );
  });
});
