import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeBytes } from '../../tests/support/analyze-bytes.ts';
import { buildSigner } from '../../tests/support/build-cms.ts';
import { buildIpa, buildProvision, infoBody, plist, text } from '../../tests/support/build-ipa.ts';
import { buildZip } from '../../tests/support/build-zip.ts';
import type { RecordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ios-app-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (bytes: Buffer) => analyzeBytes(analyze, bytes, folder);
const ids = ({ result }: RecordingSink): string[] => result.findings.map(({ id }) => id);
const named = ({ result }: RecordingSink, kind: string) =>
  result.indicators.filter((one) => one.kind === kind).map(({ value, standing }) => [value, standing]);
const entry = (name: string, content: Buffer) => ({
  name: `Payload/Gold.app/${name}`,
  content,
  deflate: true,
});

describe('an app', () => {
  it('is read to its names in all languages, reasons, schemes and rules for connections', async () => {
    const info = plist(
      infoBody(
        `${text('NSCameraUsageDescription', 'KYC')}<key>NSAppTransportSecurity</key><dict><key>NSAllowsArbitraryLoads</key><true/><key>NSExceptionDomains</key><dict><key>h5.gold.example</key><dict><key>NSExceptionAllowsInsecureHTTPLoads</key><true/></dict></dict></dict><key>LSApplicationQueriesSchemes</key><array><string>tg</string></array>`,
      ),
    );
    const strings = Buffer.from(
      '"CFBundleDisplayName" = "示例黄金";\n"NSCameraUsageDescription" = "实名认证";',
      'utf16le',
    );
    const sink = await read(
      buildIpa({
        info,
        more: [entry('zh-Hans.lproj/InfoPlist.strings', Buffer.concat([Buffer.from([0xff, 0xfe]), strings]))],
      }),
    );
    expect(sink.result.facts).toMatchObject({
      bundleId: 'com.example.gold',
      displayName: 'Example Gold',
      version: '1.2',
      build: '34',
      minimumOs: '12.0',
      names: { '': 'Example Gold', 'zh-Hans': '示例黄金' },
      usageDescriptions: { NSCameraUsageDescription: { '': 'KYC', 'zh-Hans': '实名认证' } },
      queriedSchemes: ['tg'],
      transportSecurity: {
        allowsArbitrary: true,
        exceptions: [{ domain: 'h5.gold.example', insecure: true }],
      },
    });
    expect(ids(sink)).toEqual(expect.arrayContaining(['manifest/cleartext-traffic', 'manifest/asks-for']));
    expect(named(sink, 'package')).toContainEqual(['com.example.gold', 'proposed']);
  });

  it('has the addresses in its program found, with the place they stand at', async () => {
    const { result } = await read(buildIpa({ strings: ['https://api.gold.example/v1', 'UIView'] }));
    expect(result.indicators.find(({ value }) => value === 'https://api.gold.example/v1')).toMatchObject({
      kind: 'url',
      standing: 'proposed',
      provenance: [{ location: { path: 'Payload/Gold.app/Gold', offset: 4096 } }],
    });
  });

  it('encrypted by the App Store is said to be unreadable, not empty', async () => {
    const sink = await read(buildIpa({ encrypted: true, strings: ['https://api.gold.example'] }));
    expect(ids(sink)).toContain('signing/store-encrypted');
    expect(sink.coverage.notExamined).toContainEqual(
      expect.objectContaining({ what: 'texts of Payload/Gold.app/Gold', reason: 'not-examinable' }),
    );
    expect(named(sink, 'url')).toEqual([]);
  });

  it('has its extensions and frameworks listed with what they hook into', async () => {
    const extension = plist(
      `${text('CFBundleIdentifier', 'com.example.gold.share')}<key>NSExtension</key><dict>${text('NSExtensionPointIdentifier', 'com.apple.share-services')}</dict>`,
    );
    const { result } = await read(buildIpa({ more: [entry('PlugIns/Share.appex/Info.plist', extension)] }));
    expect(result.facts['bundles']).toEqual([
      {
        kind: 'extension',
        path: 'PlugIns/Share.appex',
        bundleId: 'com.example.gold.share',
        extensionPoint: 'com.apple.share-services',
      },
    ]);
  });
});

describe('how an app was handed out', () => {
  const device = '00008030-000123456789802E';
  it.each([
    ['enterprise-distribution', '<key>ProvisionsAllDevices</key><true/>'],
    ['ad-hoc-distribution', `<key>ProvisionedDevices</key><array><string>${device}</string></array>`],
    ['app-store-profile', ''],
  ])('is said by its profile: %s', async (finding, more) => {
    expect(ids(await read(buildIpa({ provision: buildProvision(more) })))).toContain(finding);
  });

  it('keeps the devices of victims sensitive', async () => {
    const more = `<key>ProvisionedDevices</key><array><string>${device}</string></array>`;
    const { result } = await read(buildIpa({ provision: buildProvision(more) }));
    expect(result.indicators.find(({ value }) => value === device)).toMatchObject({
      sensitive: true,
      standing: 'observed',
    });
    expect(JSON.stringify(result.facts)).not.toContain(device);
    expect(JSON.stringify(result.findings)).not.toContain(device);
  });

  it('proposes no team that Apple did not vouch for', async () => {
    const enterprise = '<key>ProvisionsAllDevices</key><true/>';
    const sink = await read(buildIpa({ provision: buildProvision(enterprise) }));
    expect(ids(sink)).toContain('profile/not-apple');
    expect(named(sink, 'team-id')).toEqual([['ABCDE12345', 'observed']]);
    const unsigned = await read(buildIpa({ provision: buildProvision(enterprise, { signer: null }) }));
    expect(ids(unsigned)).toContain('profile/unsigned');
  });
});

describe('the signature', () => {
  it('that holds is told with its team and signer, and nothing is said to be changed', async () => {
    const sink = await read(buildIpa());
    expect(sink.result.facts['signature']).toMatchObject({
      identifier: 'com.example.gold',
      teamId: 'ABCDE12345',
      changed: [],
      signer: { verdict: 'verified', anchor: null },
    });
    expect(ids(sink)).toContain('signing/not-apple');
    expect(ids(sink)).not.toContain('signing/changed');
  });

  it('does not cover an Info.plist or a file that was exchanged', async () => {
    const list = (hash: string) =>
      plist(`<key>files2</key><dict><key>a.js</key><dict><key>hash2</key><data>${hash}</data></dict></dict>`);
    const resources = list('AAAA');
    const sink = await read(
      buildIpa({
        signature: { infoPlist: Buffer.from('another'), resources },
        more: [entry('_CodeSignature/CodeResources', resources), entry('a.js', Buffer.from('changed'))],
      }),
    );
    expect((sink.result.facts['signature'] as { changed: string[] }).changed).toEqual(['Info.plist', 'a.js']);
    expect(ids(sink)).toContain('signing/changed');
    expect(named(sink, 'certificate')).not.toContainEqual([expect.anything(), 'proposed']);
  });

  it('of another team, or by a signer the profile does not know, or for another app, is told', async () => {
    const sink = await read(
      buildIpa({
        signature: { team: 'ZZZZZ99999', signer: buildSigner({ '550403': 'Other' }, { serial: 3 }) },
        provision: buildProvision('', { app: 'ABCDE12345.com.example.other' }),
      }),
    );
    expect(ids(sink)).toEqual(
      expect.arrayContaining(['signing/teams-differ', 'signing/not-in-profile', 'signing/other-app-profile']),
    );
    const wild = await read(buildIpa({ provision: buildProvision('', { app: 'ABCDE12345.com.example.*' }) }));
    expect(ids(wild).filter((id) => id.startsWith('signing/'))).toEqual(['signing/not-apple']);
  });

  it.each([
    ['signing/unsigned', null],
    ['signing/nobody', { signer: undefined }],
  ] as const)('that is missing is told: %s', async (finding, signature) => {
    expect(ids(await read(buildIpa({ signature })))).toContain(finding);
  });
});

describe('hostile packages', () => {
  it('report names that lead out of the folder, and write nothing', async () => {
    const sink = await read(buildIpa({ more: [{ name: '../../../tmp/evil', content: Buffer.from('x') }] }));
    expect(ids(sink)).toContain('defeats-tools/zip-name-escapes-folder');
    expect(sink.result.facts['bundleId']).toBe('com.example.gold');
  });

  it('are read by the Info.plist that can be read', async () => {
    const sink = await read(
      buildZip([
        { name: 'Payload/Gold.app/Info.plist', content: Buffer.from('bplist00 broken') },
        { name: 'Payload/Gold.app/Info.plist', content: plist(infoBody()) },
      ]),
    );
    expect(sink.result.facts['bundleId']).toBe('com.example.gold');
    expect(ids(sink)).toContain('defeats-tools/zip-duplicate-name');
  });

  it('keep what was read when the rest is missing, and fail with a reason without a directory', async () => {
    const sink = await read(buildZip([{ name: 'Payload/Gold.app/x', content: Buffer.from('x') }]));
    expect(sink.coverage.notExamined).toContainEqual(expect.objectContaining({ what: 'Info.plist' }));
    expect((await read(Buffer.from('PK\x03\x04 cut'))).failure).toMatchObject({ failure: 'malformed' });
  });

  it('show texts as texts, and never open an icon by path', async () => {
    const info = plist(
      `${infoBody(text('CFBundleIconFile', '../../../../etc/passwd'))}${text('CFBundleName', '&lt;img src=x&gt;')}`,
    );
    const { result } = await read(buildIpa({ info }));
    expect(result.facts['name']).toBe('<img src=x>');
    expect(result.evidence).toEqual([]);
  });

  it('hand on the archives inside', async () => {
    const inner = buildZip([{ name: 'a', content: Buffer.alloc(200) }]);
    const stored = { name: 'Payload/Gold.app/update.bin', content: inner };
    const sink = await read(buildIpa({ more: [stored] }));
    expect(sink.children.map(({ claimedName }) => claimedName)).toEqual(['Payload/Gold.app/update.bin']);
  });
});
