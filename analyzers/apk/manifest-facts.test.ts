import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeBytes } from '../../tests/support/analyze-bytes.ts';
import { type BuiltAttribute, type BuiltElement, buildAxml } from '../../tests/support/build-axml.ts';
import { type BuiltEntry, buildZip } from '../../tests/support/build-zip.ts';
import { analyze } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apk-facts-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Resource ids of Android's attributes. */
const ids: Readonly<Record<string, number>> = {
  name: 0x01010003,
  permission: 0x01010006,
  exported: 0x01010010,
  authorities: 0x01010018,
  grantUriPermissions: 0x0101001b,
  targetPackage: 0x01010021,
  value: 0x01010024,
  resource: 0x01010025,
  scheme: 0x01010027,
  host: 0x01010028,
  path: 0x0101002a,
  pathPrefix: 0x0101002b,
  networkSecurityConfig: 0x01010527,
};
const element = (
  name: string,
  attributes: Readonly<Record<string, BuiltAttribute['value']>>,
  ...children: BuiltElement[]
): BuiltElement => ({
  name,
  attributes: Object.entries(attributes).map(([key, value]) => {
    const id = ids[key];
    return id === undefined ? { name: key, value } : { name: key, id, value };
  }),
  children,
});

async function read(root: BuiltElement, more: BuiltEntry[] = []) {
  const manifest = { name: 'AndroidManifest.xml', content: buildAxml(root), deflate: true };
  return analyzeBytes(analyze, buildZip([manifest, ...more]), folder);
}
const app = (attributes: Readonly<Record<string, BuiltAttribute['value']>>, ...children: BuiltElement[]) =>
  element('manifest', { package: 'com.example.a' }, element('application', attributes, ...children));

describe('facts of the manifest', () => {
  it('keys of the app stand before those of its components, which say whose they are', async () => {
    const { result } = await read(
      app(
        {},
        element('meta-data', { name: 'vendor.key', value: 'abc' }),
        element('service', { name: '.Push' }, element('meta-data', { name: 'push.id', value: 4711 })),
      ),
    );
    expect(result.facts['metaData']).toEqual([
      { name: 'vendor.key', value: 'abc' },
      { name: 'push.id', value: '4711', owner: 'com.example.a.Push' },
    ]);
  });

  it('links have their host and path, and none of the latter without a host', async () => {
    const filter = (...data: BuiltElement[]): BuiltElement =>
      element('intent-filter', {}, element('action', { name: 'android.intent.action.VIEW' }), ...data);
    const { result } = await read(
      app(
        {},
        element(
          'activity',
          { name: '.Main' },
          filter(
            element('data', { scheme: 'https', host: 'pay.gold.example' }),
            element('data', { pathPrefix: '/in' }),
          ),
          filter(element('data', { scheme: 'goldfx', path: '/never' })),
        ),
      ),
    );
    expect(result.facts['links']).toEqual(['https://pay.gold.example/in*', 'goldfx://']);
  });

  it('other apps that it asks about, and the package that it lies over, are told', async () => {
    const { result } = await read(
      element(
        'manifest',
        { package: 'com.example.a' },
        element(
          'queries',
          {},
          element('package', { name: 'com.bank.example' }),
          element('provider', { authorities: 'com.wallet.example.files' }),
          element(
            'intent',
            {},
            element('action', { name: 'android.intent.action.SEND' }),
            element('data', { scheme: 'tg' }),
          ),
        ),
        element('overlay', { targetPackage: 'com.android.systemui' }),
        element('application', {}),
      ),
    );
    expect(result.facts['queries']).toEqual({
      packages: ['com.bank.example'],
      actions: ['android.intent.action.SEND'],
      schemes: ['tg'],
      authorities: ['com.wallet.example.files'],
    });
    expect(result.facts['overlayTarget']).toBe('com.android.systemui');
  });

  it('asks nothing of other apps where it declares nothing', async () => {
    const { result } = await read(app({}));
    expect(result.facts).not.toHaveProperty('queries');
    expect(result.facts).not.toHaveProperty('overlayTarget');
    expect(result.facts).not.toHaveProperty('networkRules');
    expect(result.facts).not.toHaveProperty('openedFolders');
  });
});

const PIN = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

describe('rules for connections', () => {
  it('are told per host: pins, own authorities and plain HTTP', async () => {
    const config = buildAxml(
      element(
        'network-security-config',
        {},
        element('base-config', { cleartextTrafficPermitted: true }),
        element(
          'domain-config',
          { cleartextTrafficPermitted: false },
          { ...element('domain', { includeSubdomains: true }), text: 'api.gold.example' },
          element(
            'pin-set',
            { expiration: '2027-01-01' },
            {
              ...element('pin', { digest: 'SHA-256' }),
              text: PIN,
            },
          ),
          element(
            'trust-anchors',
            {},
            element('certificates', { src: 'user' }),
            element('certificates', { src: 'system' }),
          ),
        ),
      ),
    );
    const { result } = await read(app({ networkSecurityConfig: 'res/xml/net.xml' }), [
      { name: 'res/xml/net.xml', content: config },
    ]);
    expect(result.facts['cleartextTraffic']).toBe(true);
    expect(result.facts['networkRuleDomains']).toEqual(['api.gold.example']);
    expect(result.facts['networkRules']).toEqual({
      trustsUserCertificates: true,
      rules: [
        {
          domains: ['api.gold.example'],
          includeSubdomains: true,
          cleartext: false,
          pins: [PIN],
          pinExpiry: '2027-01-01',
          trusts: ['user', 'system'],
        },
      ],
    });
  });
});

describe('folders that a provider opens', () => {
  const provider = element(
    'provider',
    { name: 'androidx.core.content.FileProvider', authorities: 'com.example.a.files', exported: false },
    element('meta-data', { name: 'android.support.FILE_PROVIDER_PATHS', resource: 'res/xml/paths.xml' }),
  );
  const paths = (...folders: BuiltElement[]): BuiltEntry => ({
    name: 'res/xml/paths.xml',
    content: buildAxml(element('paths', {}, ...folders)),
  });

  it('are told, and the whole device is a finding', async () => {
    const whole = paths(
      element('root-path', { name: 'all', path: '.' }),
      element('files-path', { name: 'own', path: 'share/' }),
    );
    const { result } = await read(app({}, provider), [whole]);
    expect(result.facts['openedFolders']).toEqual([
      { provider: 'androidx.core.content.FileProvider', root: 'root-path', path: '.' },
      { provider: 'androidx.core.content.FileProvider', root: 'files-path', path: 'share/' },
    ]);
    expect(result.findings.map(({ id }) => id)).toContain('manifest/file-provider-root');
  });

  it('of its own are facts only', async () => {
    const { result } = await read(app({}, provider), [paths(element('files-path', { path: 'share/' }))]);
    expect(result.facts['openedFolders']).toHaveLength(1);
    expect(result.findings.map(({ id }) => id)).not.toContain('manifest/file-provider-root');
  });
});
