import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { filesOf } from '../../tests/support/app-files.ts';
import { buildElf } from '../../tests/support/build-elf.ts';
import { buildZip } from '../../tests/support/build-zip.ts';
import { type AppToExamine, examineContents } from './examine-contents.ts';
import type { AppText } from './texts/app-text.ts';

const examine = (contents: Record<string, Buffer | string>, more: Partial<AppToExamine> = {}) =>
  examineContents({ files: filesOf(contents), texts: () => [], classes: [], ...more });
const code = (text: string, owner?: string): AppText => ({
  text,
  location: { kind: 'method', class: owner ?? 'a.b.C', method: 'run', entry: 'classes.dex' },
  how: 'DEX string',
  origin: 'code',
  ...(owner === undefined ? {} : { owner }),
});
type Examined = Awaited<ReturnType<typeof examine>>;
const proposed = ({ indicators }: Examined): string[] =>
  indicators.filter(({ standing }) => standing === 'proposed').map(({ kind, value }) => `${kind} ${value}`);
const ids = ({ findings }: Examined): string[] => findings.map(({ id }) => id);

const uni = 'assets/apps/__UNI__1A2B3C4/www';
const service = `__uniConfig={"pages":["pages/recharge/recharge","pages/withdraw/index","pages/kyc/kyc","pages/trade/kline"]};
var c={baseUrl:"https:\\/\\/api.fxpro.example\\/v1",ws:'wss://'+'push.fxpro.example/q',invitationCode:"K7Q2P"};
uni.downloadFile({url:"https://cfg.oss-cn-hongkong.aliyuncs.com/domain.json"});plus.runtime.install(f)`;

describe('a uni-app', () => {
  const app = examine({
    [`${uni}/app-service.js`]: service,
    [`${uni}/manifest.json`]: '{"id":"__UNI__1A2B3C4","name":"FX Pro","version":{"name":"1.2","code":12}}',
  });

  it('is named, with its appid and its maker to ask', async () => {
    const { facts } = await app;
    expect(facts['frameworks']).toEqual(['uni-app', 'dcloud']);
    expect(facts['frameworkDetails']).toMatchObject([
      { appid: '__UNI__1A2B3C4', name: 'FX Pro', versionName: '1.2' },
    ]);
    expect(facts['vendors']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ vendor: 'dcloud' }),
        expect.objectContaining({ vendor: 'alibaba-cloud', hosts: ['cfg.oss-cn-hongkong.aliyuncs.com'] }),
      ]),
    );
  });

  it('gives its addresses, also those with escapes or put together from two texts', async () => {
    expect(proposed(await app)).toEqual(
      expect.arrayContaining([
        'url https://api.fxpro.example/v1',
        'domain api.fxpro.example',
        'url wss://push.fxpro.example/q',
        'invite-code K7Q2P',
        'service-key __UNI__1A2B3C4',
      ]),
    );
  });

  it('shows what it is for and how it can change', async () => {
    const done = await app;
    expect(ids(done)).toEqual(
      expect.arrayContaining([
        'investment-routes',
        'kyc-collection',
        'invite-code-gate',
        'remote-config-hosts',
        'hot-update',
        'vendors/records',
      ]),
    );
    expect(done.findings.find(({ id }) => id === 'remote-config-hosts')).toMatchObject({
      techniques: ['T1481.001'],
      locations: [{ kind: 'entry', path: `${uni}/app-service.js`, offset: service.indexOf('https://cfg') }],
    });
  });

  it('is read inside a package that would be installed at run time', async () => {
    const wgt = buildZip([
      { name: 'app-service.js', content: Buffer.from('x={u:"https://inner.example/a"}') },
    ]);
    const done = await examine({ 'assets/update.wgt': wgt });
    expect(proposed(done)).toContain('url https://inner.example/a');
    expect(done.indicators[0]?.provenance?.[0]?.location).toMatchObject({
      path: 'assets/update.wgt!/app-service.js',
    });
  });
});

describe('other frameworks', () => {
  it('reads a Flutter program from its compiled library', async () => {
    const libapp = buildElf({ rodata: Buffer.from('\0\0https://dart.example/api/login\0') });
    const done = await examine({
      'lib/arm64-v8a/libapp.so': libapp,
      'lib/arm64-v8a/libflutter.so': buildElf({}),
    });
    expect(done.facts['frameworks']).toEqual(['flutter']);
    expect(proposed(done)).toContain('url https://dart.example/api/login');
  });

  it('finds the page that a Capacitor shell opens', async () => {
    const done = await examine({
      'assets/capacitor.config.json': '{"appId":"a.b.c","server":{"url":"https://m.shell.example/wap"}}',
    });
    expect(ids(done)).toContain('single-webview-shell');
    expect(proposed(done)).toContain('url https://m.shell.example/wap');
  });

  it('takes a small native app with one page for a shell, and a Cordova app with pages of its own not', async () => {
    const shell = {
      texts: () => [code('https://m.bank.example/h5/#/login')],
      ownClasses: 8,
      usesWebView: true,
    };
    expect((await examine({}, shell)).facts['frameworks']).toEqual(['native-webview']);
    expect(ids(await examine({ 'assets/www/cordova.js': 'x' }, shell))).not.toContain('single-webview-shell');
  });

  it('reads of a library for several processors one, and says what a known library holds only as seen', async () => {
    const own = buildElf({ rodata: Buffer.from('\0https://native.example/a\0') });
    const known = buildElf({ rodata: Buffer.from('\0https://ssl.example/b\0') });
    const done = await examine({
      'lib/x86/libown.so': own,
      'lib/arm64-v8a/libown.so': own,
      'lib/arm64-v8a/libcrypto.so': known,
    });
    expect((done.facts['nativePrograms'] as { entry: string }[]).map(({ entry }) => entry)).toEqual([
      'lib/arm64-v8a/libown.so',
      'lib/arm64-v8a/libcrypto.so',
    ]);
    expect(proposed(done).filter((one) => one.startsWith('url'))).toEqual(['url https://native.example/a']);
    expect(done.indicators).toContainEqual(
      expect.objectContaining({ value: 'https://ssl.example/b', standing: 'observed' }),
    );
  });

  it('reads the Python program that is packed under the name of a song', async () => {
    const done = await examine({ 'assets/private.mp3': gzipSync('host = "https://kivy.example/api"\n') });
    expect(done.facts['frameworks']).toEqual(['kivy']);
    expect(proposed(done)).toContain('url https://kivy.example/api');
  });

  it('says that an encrypted script could not be read', async () => {
    const noise = Buffer.alloc(20_000);
    for (let at = 0, seed = 9; at < noise.length; at++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      noise[at] = seed >> 12;
    }
    const done = await examine({ 'assets/widget/script/api.js': noise });
    expect(done.notExamined).toContainEqual(
      expect.objectContaining({ what: '1 encrypted scripts or data files', reason: 'not-examinable' }),
    );
  });
});

describe('a demand for an invitation code', () => {
  it('is seen in a link to register with one, and not in a link with a referral', async () => {
    const gate = 'https://h5.fxpro.example/#/register?ref=AB12CD';
    const shop = 'https://www.shop.example/product?ref=ab12';
    expect(ids(await examine({ 'assets/a.js': `x="${gate}"` }))).toContain('invite-code-gate');
    expect(ids(await examine({ 'assets/a.js': `x="${shop}"` }))).not.toContain('invite-code-gate');
  });
});

describe('the app’s own and what libraries bring', () => {
  it('proposes what its own code names, and only observes what a library names', async () => {
    const done = await examine(
      {},
      { texts: () => [code('https://own.example/a'), code('https://lib.example/b', 'com.google.gson.Gson')] },
    );
    expect(proposed(done)).toEqual(['url https://own.example/a', 'domain own.example']);
  });

  it('proposes an address that both use', async () => {
    const both = [
      code('https://own.example/a', 'com.google.gson.Gson'),
      code('https://own.example/a', 'com.fx.Api'),
    ];
    expect(proposed(await examine({}, { texts: () => both }))).toContain('url https://own.example/a');
  });

  it('counts classes under the app’s own package as its own, whatever they are called', async () => {
    const done = await examine(
      {},
      { texts: () => [code('https://own.example/a', 'com.google.gson.Api')], ownPackage: 'com.google.gson' },
    );
    expect(proposed(done)).toContain('url https://own.example/a');
  });

  it('keeps namespaces, documentation and placeholders as observed', async () => {
    const texts = [
      'http://schemas.android.com/apk/res/android',
      'https://github.com/square/okhttp',
      'https://www.w3.org/2000/svg',
      'http://example.com/x',
      'http://127.0.0.1:8080/',
    ];
    const done = await examine({}, { texts: () => texts.map((text) => code(text)) });
    expect(proposed(done)).toEqual([]);
    expect(done.indicators.length).toBeGreaterThanOrEqual(5);
  });

  it.each([
    'com.example.trade.app',
    'e.data',
    'a.to?b:c',
    'ro.build.display.id',
    'Math.ceil',
    'android.permission.CAMERA',
    'm.author',
    'this.name',
  ])('takes %s in code for no host', async (text) => {
    expect(proposed(await examine({}, { texts: () => [code(text)] }))).toEqual([]);
  });

  it.each(['api.fxtrade.vip', 'h5.coinmax.top', 'www.fxtrade.com', 'fxtrade.xyz'])(
    'takes %s in code for a host',
    async (text) => {
      expect(proposed(await examine({}, { texts: () => [code(text)] }))).toEqual([`domain ${text}`]);
    },
  );

  it('reads what was hidden by base64, hexadecimal or character codes', async () => {
    const url = 'https://hidden.example/api';
    const hidden = [
      Buffer.from(url).toString('base64'),
      Buffer.from(`${url}2`).toString('hex'),
      [...Buffer.from(`${url}3`)].join(','),
    ];
    const done = await examine({}, { texts: () => hidden.map((text) => code(text)) });
    expect(proposed(done)).toEqual(expect.arrayContaining([`url ${url}`, `url ${url}2`, `url ${url}3`]));
    expect(done.indicators[0]?.provenance?.[0]?.how).toContain('base64 in DEX string');
  });

  it('keeps a contact on a messenger as proposed, link and name', async () => {
    const done = proposed(await examine({}, { texts: () => [code('https://t.me/fx_support_88')] }));
    expect(done).toEqual(expect.arrayContaining(['url https://t.me/fx_support_88', 'handle fx_support_88']));
  });
});

describe('hostile contents', () => {
  it('stay within bounds: thousands of addresses are told as far as a report goes', async () => {
    const script = Array.from({ length: 6000 }, (_, index) => `"https://h${index}.example/"`).join(',');
    const done = await examine({ 'assets/a.js': script });
    expect(done.indicators.length).toBeLessThanOrEqual(4000);
    expect(done.notExamined.some(({ what }) => what.includes('further values'))).toBe(true);
  });

  it('cost linear time on quotes, escapes and letters without end', async () => {
    for (const text of [
      '"+"'.repeat(80_000),
      '\\u002f'.repeat(40_000),
      'a'.repeat(240_000),
      '%41'.repeat(80_000),
      '1,'.repeat(120_000),
      'a.'.repeat(120_000),
    ]) {
      const start = performance.now();
      await examine({ 'assets/a.js': text });
      expect(performance.now() - start).toBeLessThan(20_000);
    }
  }, 120_000);

  it('survive configuration that is nested without end or is none', async () => {
    const deep = '['.repeat(200_000);
    const done = await examine({
      'assets/capacitor.config.json': deep,
      [`${uni}/manifest.json`]: '"text"',
      'res/xml/config.xml': '\x03\0',
    });
    expect(done.facts['frameworks']).toEqual(['uni-app', 'dcloud', 'capacitor']);
  });

  it('do not let an entry lie about its size', async () => {
    const files = filesOf({ 'assets/a.txt': 'https://cut.example/x' });
    const done = await examineContents({
      files: { ...files, open: async () => ({ bytes: Buffer.alloc(0), complete: false }) },
      texts: () => [],
      classes: [],
    });
    expect(done.notExamined.some(({ what }) => what === 'parts of 1 files')).toBe(true);
  });
});
