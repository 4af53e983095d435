import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeBytes } from '../../tests/support/analyze-bytes.ts';
import { buildAxml } from '../../tests/support/build-axml.ts';
import { field } from '../../tests/support/build-proto.ts';
import { buildJarSignature } from '../../tests/support/build-signature.ts';
import { buildZip } from '../../tests/support/build-zip.ts';
import type { RecordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'app-bundle-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (bytes: Buffer) => analyzeBytes(analyze, bytes, folder);
const ids = ({ result }: RecordingSink): string[] => result.findings.map(({ id }) => id);
const signature = buildJarSignature('Example');

interface BuiltPart {
  readonly package?: string;
  readonly split?: string;
  readonly version?: string;
  readonly permissions?: readonly string[];
  readonly signature?: Buffer;
}

function part(options: BuiltPart): Buffer {
  const manifest = buildAxml({
    name: 'manifest',
    attributes: [
      { name: 'package', value: options.package ?? 'com.example.a' },
      { name: 'versionCode', id: 0x0101021b, value: options.version ?? '7' },
      ...(options.split ? [{ name: 'split', value: options.split }] : []),
    ],
    children: [
      ...(options.permissions ?? []).map((name) => ({
        name: 'uses-permission',
        attributes: [{ name: 'name', id: 0x01010003, value: name }],
      })),
      {
        name: 'application',
        attributes: options.split ? [] : [{ name: 'label', id: 0x01010001, value: 'Example' }],
      },
    ],
  });
  return buildZip([
    { name: 'AndroidManifest.xml', content: manifest, deflate: true },
    { name: 'META-INF/CERT.RSA', content: options.signature ?? signature },
  ]);
}

const listing = (json: object) => ({ name: 'manifest.json', content: Buffer.from(JSON.stringify(json)) });
const base = part({ permissions: ['android.permission.INTERNET'] });
const arm = part({ split: 'config.arm64_v8a' });

describe('a bundle', () => {
  it('is seen as one app: package, label, splits by kind, permissions with who asks', async () => {
    const camera = 'android.permission.CAMERA';
    const sink = await read(
      buildZip([
        listing({ package_name: 'com.example.a', version_code: 7, split_apks: [{ file: 'base.apk' }] }),
        { name: 'base.apk', content: base },
        { name: 'arm.apk', content: arm, deflate: true },
        { name: 'zh.apk', content: part({ split: 'config.zh' }) },
        { name: 'dpi.apk', content: part({ split: 'config.xxhdpi' }) },
        { name: 'kyc.apk', content: part({ split: 'kyc', permissions: [camera] }) },
        { name: 'Android/obb/com.example.a/main.7.com.example.a.obb', content: Buffer.alloc(10) },
      ]),
    );
    expect(sink.result.facts).toMatchObject({
      kind: 'XAPK',
      package: 'com.example.a',
      versionCode: '7',
      label: 'Example',
      abis: ['arm64_v8a'],
      languages: ['zh'],
      densities: ['xxhdpi'],
      features: ['kyc'],
      permissions: [
        { name: 'android.permission.INTERNET', parts: ['base.apk'] },
        { name: camera, parts: ['kyc.apk'] },
      ],
    });
    expect(ids(sink)).toEqual(['parts/permissions-in-splits']);
    expect(sink.children.map(({ claimedName }) => claimedName)).toHaveLength(7);
    expect(sink.children.find(({ claimedName }) => claimedName === 'arm.apk')?.content.equals(arm)).toBe(
      true,
    );
  });

  it('whose parts do not belong together is told: package, version, signer', async () => {
    const sink = await read(
      buildZip([
        { name: 'splits/base-master.apk', content: base },
        { name: 'splits/a.apk', content: part({ split: 'config.zh', package: 'com.example.b' }) },
        { name: 'splits/b.apk', content: part({ split: 'config.de', version: '8' }) },
        {
          name: 'splits/c.apk',
          content: part({ split: 'config.fr', signature: buildJarSignature('Other') }),
        },
      ]),
    );
    expect(ids(sink)).toEqual(['parts/package-differs', 'parts/version-differs', 'parts/signer-differs']);
  });

  it('whose list describes another app is told', async () => {
    const sink = await read(
      buildZip([
        listing({ package_name: 'com.bank.example', split_apks: [{ file: 'gone.apk' }], permissions: ['a'] }),
        { name: 'base.apk', content: base },
      ]),
    );
    expect(ids(sink)).toEqual(['listing/differs', 'listing/permissions-left-out']);
  });

  it('without a base part, or with one that is broken, says so', async () => {
    const sink = await read(
      buildZip([
        listing({}),
        { name: 'arm.apk', content: arm },
        { name: 'base.apk', content: Buffer.from('PK') },
      ]),
    );
    expect(ids(sink)).toContain('parts/no-base');
    expect(sink.coverage.notExamined).toContainEqual(expect.objectContaining({ what: 'base.apk' }));
  });

  it('hands on no part that grows beyond its packed size', async () => {
    const bomb = Buffer.alloc(60 * 1024 ** 2);
    const sink = await read(
      buildZip([
        listing({}),
        { name: 'base.apk', content: base },
        { name: 'x.obb', content: bomb, deflate: true },
      ]),
    );
    expect(sink.children.map(({ claimedName }) => claimedName)).not.toContain('x.obb');
    expect(sink.coverage.notExamined).toContainEqual(expect.objectContaining({ what: 'x.obb' }));
  });
});

it('an AAB is read by its manifests in protobuf, label from its resources', async () => {
  const element = (name: string, attributes: Buffer[], children: Buffer[] = []): Buffer =>
    field(1, [
      field(3, name),
      ...attributes.map((one) => field(4, one)),
      ...children.map((one) => field(5, one)),
    ]);
  const label = Buffer.concat([field(5, 0x01010001), field(6, field(1, field(2, 0x7f010002)))]);
  const manifest = element(
    'manifest',
    [Buffer.concat([field(2, 'package'), field(3, 'com.example.a')])],
    [element('application', [label])],
  );
  const text = field(6, [field(1, field(3, '')), field(2, field(4, field(2, field(1, 'Gold'))))]);
  const table = field(2, [
    field(1, field(1, 0x7f)),
    field(3, [field(1, field(1, 1)), field(3, [field(1, field(1, 2)), text])]),
  ]);
  const sink = await read(
    buildZip([
      { name: 'BundleConfig.pb', content: field(1, field(2, '1.15.6')) },
      { name: 'base/manifest/AndroidManifest.xml', content: manifest },
      { name: 'base/resources.pb', content: table },
    ]),
  );
  expect(sink.result.facts).toMatchObject({
    kind: 'AAB',
    package: 'com.example.a',
    label: 'Gold',
    bundletool: '1.15.6',
  });
});
