import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blankRaster, encodePng } from '../../src/media/index.ts';
import { analyzeBytes } from '../../tests/support/analyze-bytes.ts';
import { buildBplist } from '../../tests/support/build-bplist.ts';
import { buildCms, buildSigner } from '../../tests/support/build-cms.ts';
import { buildProvision, plist, text } from '../../tests/support/build-ipa.ts';
import type { RecordingSink } from '../../tests/support/recording-sink.ts';
import { analyze } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apple-profile-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (bytes: Buffer) => analyzeBytes(analyze, bytes, folder);
const ids = ({ result }: RecordingSink): string[] => result.findings.map(({ id }) => id);
const finding = ({ result }: RecordingSink, id: string) => result.findings.find((one) => one.id === id);

const profile = (payload: string, more = ''): Buffer =>
  plist(
    `${text('PayloadType', 'Configuration')}${text('PayloadDisplayName', 'Example')}${more}<key>PayloadContent</key><array><dict>${payload}</dict></array>`,
  );
const clip = (icon = ''): string =>
  `${text('PayloadType', 'com.apple.webClip.managed')}${text('Label', 'Gold FX')}${text('URL', 'https://h5.gold.example/#/register?invite=7788')}<key>IsRemovable</key><false/><key>FullScreen</key><true/>${icon}`;

describe('a configuration profile', () => {
  it('that adds a web clip is said to look like an app, with its icon redrawn', async () => {
    const icon = await encodePng(blankRaster(8, 8, [200, 150, 0]));
    const data = `<key>Icon</key><data>${Buffer.from(icon).toString('base64')}</data>`;
    const sink = await read(profile(clip(data)));
    expect(finding(sink, 'payload/webclip-managed')).toMatchObject({
      severity: 'medium',
      techniques: ['T1660'],
      detail: expect.stringMatching(
        /“Gold FX”, opens https:.*cannot be removed.*without the browser/,
      ) as string,
    });
    expect(ids(sink)).toContain('envelope/unsigned');
    expect([...sink.evidenceBytes.keys()]).toEqual(['icon-1.png']);
    expect(sink.result.indicators).toContainEqual(
      expect.objectContaining({
        kind: 'url',
        value: 'https://h5.gold.example/#/register?invite=7788',
        standing: 'proposed',
      }),
    );
  });

  it('that enrols into remote management, installs an authority or collects device numbers is explained', async () => {
    const mdm = await read(
      profile(
        `${text('PayloadType', 'com.apple.mdm')}${text('ServerURL', 'https://mdm.gold.example/server')}<key>AccessRights</key><integer>8191</integer>`,
      ),
    );
    expect(finding(mdm, 'payload/mdm')).toMatchObject({ severity: 'high', techniques: ['T1632.001'] });
    const { certificate } = buildSigner({ '550403': 'Gold Root' });
    const root = await read(
      profile(
        `${text('PayloadType', 'com.apple.security.root')}<key>PayloadContent</key><data>${certificate.toString('base64')}</data>`,
      ),
    );
    expect(finding(root, 'payload/security-root')?.detail).toContain('CN=Gold Root');
    expect(root.result.indicators.map(({ kind }) => kind)).toContain('certificate');
    const service = await read(
      plist(
        `${text('PayloadType', 'Profile Service')}<key>PayloadContent</key><dict>${text('URL', 'https://sign.gold.example/udid')}<key>DeviceAttributes</key><array><string>UDID</string><string>IMEI</string></array></dict>`,
      ),
    );
    expect(finding(service, 'payload/profile-service')).toMatchObject({
      techniques: ['T1426'],
      detail: expect.stringContaining('asks for UDID, IMEI') as string,
    });
  });

  it('that chooses name servers has them told, not proposed', async () => {
    const sink = await read(
      profile(
        `${text('PayloadType', 'com.apple.dnsSettings.managed')}<key>DNSSettings</key><dict>${text('ServerURL', 'https://dns.resolver.example/query')}</dict>`,
      ),
    );
    expect(ids(sink)).toContain('payload/dnssettings-managed');
    expect(sink.result.indicators.find(({ kind }) => kind === 'url')).toMatchObject({
      value: 'https://dns.resolver.example/query',
      standing: 'observed',
    });
  });

  it('is read signed or not, in XML, UTF-16 or binary', async () => {
    const xml = profile(clip());
    const wide = Buffer.from(`\ufeff${xml.toString()}`, 'utf16le');
    const binary = buildBplist([
      {
        dict: [
          [1, 2],
          [3, 4],
        ],
      },
      { text: 'PayloadType' },
      { text: 'Configuration' },
      { text: 'PayloadContent' },
      { list: [5] },
      {
        dict: [
          [1, 6],
          [7, 8],
        ],
      },
      { text: 'com.apple.webClip.managed' },
      { text: 'URL' },
      { text: 'https://h5.gold.example/' },
    ]);
    const signed = buildCms(xml, buildSigner({ '550403': 'profile.gold.example' }));
    for (const bytes of [xml, wide, binary, signed])
      expect(ids(await read(bytes))).toContain('payload/webclip-managed');
  });

  it('signed by nobody known is not taken for verified, and one changed after signing is broken', async () => {
    const bytes = buildCms(profile(clip()), buildSigner({ '550403': 'profile.gold.example' }));
    const sink = await read(bytes);
    expect(finding(sink, 'envelope/self-signed')?.detail).toContain('CN=profile.gold.example');
    bytes[bytes.indexOf('Gold FX')] = 0x4d;
    expect(ids(await read(bytes))).toContain('envelope/broken');
  });

  it('that resists removal says so, and one encrypted for a device is not examinable', async () => {
    const kept = await read(profile(clip(), '<key>PayloadRemovalDisallowed</key><true/>'));
    expect(ids(kept)).toContain('profile/not-removable');
    const locked = await read(
      plist(`${text('PayloadType', 'Configuration')}<key>EncryptedPayloadContent</key><data>AAAA</data>`),
    );
    expect(locked.coverage.notExamined).toContainEqual(
      expect.objectContaining({ what: 'the payloads', reason: 'not-examinable' }),
    );
  });
});

describe('other property lists', () => {
  it('an installation list leads to the package address, bundle id and title', async () => {
    const item = `<key>assets</key><array><dict>${text('kind', 'software-package')}${text('url', 'https://dl.gold.example/app.ipa')}</dict></array><key>metadata</key><dict>${text('bundle-identifier', 'com.example.gold')}${text('title', 'Gold')}</dict>`;
    const sink = await read(plist(`<key>items</key><array><dict>${item}</dict></array>`));
    expect(ids(sink)).toEqual(['ota-install']);
    const values = sink.result.indicators.map(({ kind, value }) => `${kind} ${value}`);
    expect(values).toEqual(
      expect.arrayContaining(['url https://dl.gold.example/app.ipa', 'package com.example.gold']),
    );
  });

  it('a provisioning profile by itself is told as one', async () => {
    const sink = await read(buildProvision('<key>ProvisionsAllDevices</key><true/>'));
    expect(sink.result.facts).toMatchObject({
      kind: 'provisioning profile',
      provision: { distribution: 'enterprise' },
    });
  });

  it('any other is told by its keys, and one that cannot be read fails with a reason', async () => {
    expect((await read(plist(text('API_URL', 'https://cfg.gold.example/a')))).result.facts).toMatchObject({
      kind: 'property list',
      keys: ['API_URL'],
    });
    expect((await read(Buffer.from('bplist00'))).failure).toMatchObject({ failure: 'malformed' });
  });

  it('that declares entities is reported, and none is expanded', async () => {
    const sink = await read(
      Buffer.from(
        '<!DOCTYPE plist [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><plist><dict><key>PayloadType</key><string>&b;</string></dict></plist>',
      ),
    );
    expect(ids(sink)).toContain('defeats-tools/plist-entity-declared');
    expect(JSON.stringify(sink.result)).not.toContain('aaaaaaaa');
  });
});
