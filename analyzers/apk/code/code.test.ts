import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readZip, sourceOf } from '../../../src/formats/index.ts';
import { type BuiltClass, type BuiltInstruction, buildDex } from '../../../tests/support/build-dex.ts';
import { type BuiltEntry, buildZip } from '../../../tests/support/build-zip.ts';
import { recordingSink } from '../../../tests/support/recording-sink.ts';
import type { App, Component } from '../app.ts';
import { examineCode } from './index.ts';

const component = (name: string): Component => ({
  kind: 'activity',
  name,
  exportedAttribute: undefined,
  exported: false,
  enabled: true,
  permission: undefined,
  filters: [],
  offset: 0,
});

/** An app as its manifest was read. Only what the code is compared with matters here. */
function app(over: { permissions?: string[]; components?: Component[]; applicationClass?: string }): App {
  return {
    package: 'com.example.app',
    permissions: (over.permissions ?? []).map((name) => ({
      name: `android.permission.${name}`,
      offset: 0,
      element: 'uses-permission',
    })),
    components: over.components ?? [],
    applicationClass: over.applicationClass,
    split: undefined,
  } as unknown as App;
}

const dex = (classes: readonly BuiltClass[]): BuiltEntry => ({
  name: 'classes.dex',
  content: buildDex({ classes }),
});
const one = (
  name: string,
  code: readonly BuiltInstruction[],
  over: Partial<BuiltClass> = {},
): BuiltClass => ({
  name,
  methods: [{ signature: 'run()V', code }],
  ...over,
});

async function examine(entries: readonly BuiltEntry[], manifest = app({})) {
  const sink = recordingSink();
  const zip = (await readZip(sourceOf(buildZip(entries))))!;
  const code = await examineCode(zip, manifest, sink);
  const { findings, facts } = sink.result;
  return {
    code,
    facts,
    findings,
    ids: findings.map(({ id }) => id),
    find: (id: string) => findings.find((finding) => finding.id === id),
    texts: [...code.texts.all()],
    notExamined: sink.coverage.notExamined,
  };
}

const sms: BuiltInstruction = {
  invoke:
    'Landroid/telephony/SmsManager;->sendTextMessage(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Landroid/app/PendingIntent;Landroid/app/PendingIntent;)V',
};

describe('what the code does', () => {
  it('is told with the class and method that does it', async () => {
    const { find } = await examine(
      [dex([one('com.example.app.Spy', [sms])])],
      app({ permissions: ['SEND_SMS'] }),
    );
    expect(find('code/sends-messages')).toMatchObject({
      severity: 'high',
      techniques: ['T1582'],
      locations: [{ kind: 'method', class: 'com.example.app.Spy', method: 'run', entry: 'classes.dex' }],
    });
    expect(find('code/sends-messages')?.detail).toContain('code that needs it is in the app');
  });

  it('counts less when the manifest does not ask for what it needs', async () => {
    const { find } = await examine([dex([one('com.example.app.Spy', [sms])])]);
    expect(find('code/sends-messages')).toMatchObject({ severity: 'medium' });
    expect(find('code/sends-messages')?.detail).toContain('declares none of SEND_SMS');
  });

  it('counts less in a library, which is named', async () => {
    const { find } = await examine(
      [dex([one('com.umeng.message.A', [sms])])],
      app({ permissions: ['SEND_SMS'] }),
    );
    expect(find('code/sends-messages')).toMatchObject({ severity: 'medium' });
    expect(find('code/sends-messages')?.title).toContain('in a library');
    expect(find('code/sends-messages')?.detail).toContain('In code of Umeng');
  });

  it('is the app’s own under the app’s package name, also where a library has a like name', async () => {
    const own = { ...app({ permissions: ['SEND_SMS'] }), package: 'com.umeng.message' };
    const { find } = await examine([dex([one('com.umeng.message.A', [sms])])], own);
    expect(find('code/sends-messages')).toMatchObject({ severity: 'high' });
  });

  it('is not told of contacts that an app without the permission cannot read', async () => {
    const read: BuiltInstruction = {
      readStatic: 'Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;',
    };
    const entries = [dex([one('com.example.app.A', [read])])];
    expect((await examine(entries)).ids).not.toContain('code/reads-contacts');
    expect((await examine(entries, app({ permissions: ['READ_CONTACTS'] }))).ids).toContain(
      'code/reads-contacts',
    );
  });

  it('is seen through a class of the app that extends Android’s', async () => {
    const web: BuiltClass = { name: 'com.example.app.Web', superName: 'android.webkit.WebView' };
    const call: BuiltInstruction = {
      invoke: 'Lcom/example/app/Web;->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V',
    };
    expect((await examine([dex([web, one('com.example.app.A', [call])])])).ids).toContain(
      'code/webview-bridge',
    );
  });

  it('knows a certificate check that checks nothing, and not one that does', async () => {
    const trust = (code: readonly BuiltInstruction[]): BuiltClass => ({
      name: 'com.example.app.Trust',
      interfaces: ['javax.net.ssl.X509TrustManager'],
      methods: [
        { signature: 'checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V', code },
      ],
    });
    const check: BuiltInstruction = { invoke: 'Lcom/example/app/Pins;->check()V' };
    expect((await examine([dex([trust([])])])).ids).toContain('code/trusts-all-certificates');
    expect((await examine([dex([trust([check])])])).ids).not.toContain('code/trusts-all-certificates');
  });

  it('needs all signs of a behaviour, not one of them', async () => {
    const half = one('com.example.app.S', [], {
      superName: 'android.accessibilityservice.AccessibilityService',
    });
    const press: BuiltInstruction = {
      invoke: 'Landroid/view/accessibility/AccessibilityNodeInfo;->performAction(I)Z',
    };
    expect((await examine([dex([half])])).ids).not.toContain('code/accessibility');
    expect((await examine([dex([half, one('com.example.app.T', [press])])])).ids).toContain(
      'code/accessibility',
    );
  });

  it('says nothing of an ordinary app', async () => {
    const plain = one('com.example.app.Main', [
      { string: 'Hello' },
      { invoke: 'Landroid/app/Activity;->setContentView(I)V' },
    ]);
    expect((await examine([dex([plain])])).ids).toEqual([]);
  });
});

describe('texts of the code', () => {
  const texts = async (...code: BuiltInstruction[]) =>
    (await examine([dex([one('com.example.app.A', code)])])).texts;

  it('come with the class and method that uses them', async () => {
    expect(await texts({ string: 'https://api.example/' })).toContainEqual({
      text: 'https://api.example/',
      location: { kind: 'method', class: 'com.example.app.A', method: 'run', entry: 'classes.dex' },
      how: 'DEX string',
      origin: 'code',
      owner: 'com.example.app.A',
    });
  });

  it('belong to the app’s own code where a library uses them too', async () => {
    const shared: BuiltInstruction[] = [{ string: 'https://api.example/' }];
    const { texts: all } = await examine([
      dex([one('com.google.gson.G', shared), one('com.example.app.A', shared), one('okhttp3.O', shared)]),
    ]);
    expect(all.filter(({ text }) => text === 'https://api.example/').map(({ owner }) => owner)).toEqual([
      'com.example.app.A',
    ]);
  });

  it('are taken from constants, annotations and tables that no code uses; names are not', async () => {
    const { texts: all } = await examine([
      {
        name: 'classes.dex',
        content: buildDex({
          classes: [
            one('com.example.app.A', [], {
              constants: ['https://constant.example/'],
              annotations: [
                { type: 'retrofit2.http.POST', value: '/api/deposit' },
                { type: 'dalvik.annotation.Signature', value: 'Ljava/util/List<Lcom/x;>;', visibility: 2 },
              ],
            }),
          ],
          strings: ['https://unused.example/'],
        }),
      },
    ]);
    expect(all.map(({ text }) => text)).toEqual([
      '/api/deposit',
      'https://constant.example/',
      'https://unused.example/',
    ]);
    expect(all[2]).toMatchObject({ location: { kind: 'entry', path: 'classes.dex' } });
    expect(all[2]).not.toHaveProperty('owner');
  });

  const url = 'https://hidden.example/gate';
  const xor = Buffer.from(url).map((byte) => byte ^ 0x5a);
  it.each([
    ['base64', { string: Buffer.from(url).toString('base64') }],
    ['hexadecimal', { string: Buffer.from(url).toString('hex') }],
    ['base64, then base64', { string: Buffer.from(Buffer.from(url).toString('base64')).toString('base64') }],
    ['base64, then XOR', { string: Buffer.from(xor).toString('base64') }],
    ['written backwards', { string: [...url].reverse().join('') }],
    ['constant array', { array: Buffer.from(url), width: 1 }],
    ['constant array', { array: Buffer.from(url, 'utf16le'), width: 2 }],
    ['XOR with 5a in DEX constant array', { array: Buffer.from(xor), width: 1 }],
  ] satisfies [string, BuiltInstruction][])('are found under %s', async (how, instruction) => {
    const found = (await texts(instruction)).find(({ text }) => text === url);
    expect(found?.how).toContain(how);
    expect(found?.owner).toBe('com.example.app.A');
  });

  it('are not invented where a text only looks encoded', async () => {
    const innocent = [
      'getApplicationContext',
      'deadbeefdeadbeefdeadbeef',
      'AbstractMethodErrorHandler12',
      'a'.repeat(64),
    ];
    const found = await texts(...innocent.map((string) => ({ string })));
    expect(found.map(({ how }) => how)).toEqual(innocent.map(() => 'DEX string'));
  });
});

describe('hidden programs', () => {
  const shell = dex([one('com.example.stub.Loader', [])]);
  const library = (name: string): BuiltEntry => ({
    name: `lib/arm64-v8a/${name}`,
    content: Buffer.from('x'),
  });

  it('are known by a packer’s library, and by two common names only together', async () => {
    expect((await examine([shell, library('libjiagu.so')])).ids).toEqual(['packer/qihoo-jiagu']);
    expect((await examine([shell, library('libexec.so')])).ids).toEqual([]);
    expect((await examine([shell, library('libexec.so'), library('libexecmain.so')])).ids).toEqual([
      'packer/ijiami',
    ]);
    expect((await examine([shell, { name: 'assets/mode', content: Buffer.from('x') }])).ids).toEqual([]);
  });

  it('are known without a name by the parts of the app that are in no program', async () => {
    const names = ['Main', 'Login', 'Wallet'].map((name) => `com.example.app.${name}`);
    const manifest = app({ components: names.map(component), applicationClass: 'com.example.app.Start' });
    const { find, ids } = await examine([shell], manifest);
    expect(ids).toEqual(['packer/hidden-code']);
    expect(find('packer/hidden-code')?.detail).toContain('3 of 3 declared components');
    const whole = dex([...names, 'com.example.app.Start'].map((name) => one(name, [])));
    expect((await examine([whole], manifest)).ids).toEqual([]);
  });

  it('are suspected where the program is encrypted, and that is said to be unexamined', async () => {
    const { ids, notExamined } = await examine([{ name: 'classes.dex', content: randomBytes(5000) }]);
    expect(ids).toEqual(['packer/hidden-code']);
    expect(notExamined).toContainEqual(expect.objectContaining({ what: 'classes.dex' }));
  });

  it('are told behind the end of a program', async () => {
    const content = Buffer.concat([buildDex({ classes: [one('com.example.app.A', [])] }), randomBytes(1000)]);
    const { find } = await examine([{ name: 'classes.dex', content }]);
    expect(find('packer/appended-data')).toMatchObject({ measure: { value: 1000, unit: 'byte' } });
  });

  it('are not suspected for a large encrypted file alone', async () => {
    const plain = dex([one('com.example.app.A', [])]);
    const { ids, facts } = await examine([plain, { name: 'assets/blob.bin', content: randomBytes(300_000) }]);
    expect(ids).toEqual([]);
    expect(facts['opaqueFiles']).toMatchObject([{ entry: 'assets/blob.bin' }]);
  });
});

describe('programs', () => {
  it('of all entries are read, those that Android loads first', async () => {
    const entry = (name: string, className: string): BuiltEntry => ({
      name,
      content: buildDex({ classes: [one(className, [])] }),
    });
    const { code } = await examine([
      entry('assets/plugin.dex', 'c.C'),
      entry('classes10.dex', 'd.D'),
      entry('classes2.dex', 'b.B'),
      entry('classes.dex', 'a.A'),
    ]);
    expect([...code.classNames]).toEqual(['a.A', 'b.B', 'd.D', 'c.C']);
  });

  it('with a false header are told as built to defeat tools, and read', async () => {
    const content = buildDex({ classes: [one('com.example.app.A', [sms])], header: { 56: 8_388_607 } });
    const { ids } = await examine([{ name: 'classes.dex', content }], app({ permissions: ['SEND_SMS'] }));
    expect(ids).toEqual(expect.arrayContaining(['defeats-tools/dex-table-bounds', 'code/sends-messages']));
  });

  it('in another form are said not to be examined', async () => {
    const { notExamined } = await examine([{ name: 'assets/a.vdex', content: Buffer.from('vdex027\0') }]);
    expect(notExamined).toEqual([
      expect.objectContaining({ what: 'assets/a.vdex', reason: 'not-examinable' }),
    ]);
  });

  it('with unreadable names are told apart from programs with short ones', async () => {
    const classes = (name: (index: number) => string) =>
      dex(Array.from({ length: 40 }, (_, index) => one(name(index), [])));
    const letters = (index: number): string =>
      String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26));
    expect((await examine([classes((index) => `a.${letters(index)}`)])).ids).toEqual([
      'code/shortened-names',
    ]);
    const alike = (index: number): string =>
      index.toString(2).padStart(8, '0').replaceAll('0', 'l').replaceAll('1', 'I');
    expect((await examine([classes((index) => `a.${alike(index)}`)])).ids).toEqual(['code/unreadable-names']);
    expect((await examine([classes((index) => `com.example.Screen${index}`)])).ids).toEqual([]);
  });
});
