import { describe, expect, it } from 'vitest';
import { compileRules, loadYara, scanRules, type Yara } from '../../../src/apps/index.ts';
import { ownRules } from './index.ts';

const loaded = loadYara();

/** Names in a program as YARA sees them: bytes behind a DEX signature. No such program runs. */
const program = (...names: string[]): string => `dex\n035\0${names.join('\0')}`;
const pages =
  'let routes = ["/pages/recharge", "/pages/withdraw", "/kyc"]; invite_code; coin = "USDT"; net = "TRC20"';
const locked = '{"id":"__UNI__ABC1234","confusion":{"description":"x","resources":{"js/a.js":{}}}}';

interface Case {
  readonly rule: string;
  readonly hit: string | Buffer;
  /** As near as an ordinary app comes. */
  readonly miss: string | Buffer;
  readonly entry?: string;
}

const cases: readonly Case[] = [
  {
    rule: 'uniapp_program',
    hit: program('Lio/dcloud/PandoraEntry;', 'Lio/dcloud/feature/a;'),
    miss: 'Lio/dcloud/PandoraEntry; Lio/dcloud/feature/',
  },
  { rule: 'dcloud_locked_script', hit: locked, miss: locked.replace('confusion', 'plus') },
  {
    rule: 'dcloud_encrypted_file',
    entry: 'assets/apps/__UNI__ABC1234/www/app-service.js',
    hit: noise(6000),
    miss: 'var a = 1;'.repeat(800),
  },
  {
    rule: 'loader_stub',
    hit: program('Ldalvik/system/DexClassLoader;', 'dexElements', 'makePathElements', 'attachBaseContext'),
    miss: program('Ldalvik/system/DexClassLoader;', 'attachBaseContext', 'a'.repeat(100)),
  },
  {
    rule: 'program_in_memory',
    hit: program(
      'Ldalvik/system/InMemoryDexClassLoader;',
      'Ljavax/crypto/Cipher;',
      'Landroid/content/res/AssetManager;',
      'doFinal',
    ),
    miss: program('Ljavax/crypto/Cipher;', 'Landroid/content/res/AssetManager;', 'doFinal'),
  },
  {
    rule: 'dropped_package_install',
    hit: program(
      'Landroid/content/pm/PackageInstaller$Session;',
      'openWrite',
      'Landroid/content/res/AssetManager;',
      'base.apk',
    ),
    miss: program('Landroid/content/pm/PackageInstaller$Session;', 'Landroid/content/res/AssetManager;'),
  },
  {
    rule: 'hot_update_codepush',
    hit: program('Lcom/microsoft/codepush/react/CodePush;'),
    miss: 'codepush.appcenter.ms',
  },
  {
    rule: 'hot_update_wgt',
    hit: 'uni.downloadFile({url:u+"/app.wgt"}); plus.runtime.install(p)',
    miss: 'plus.runtime.install; a file called app.wgt',
  },
  {
    rule: 'hot_update_patcher',
    hit: program('Lcom/tencent/tinker/loader/TinkerLoader;'),
    miss: program('Lcom/tencent/mm/opensdk/'),
  },
  {
    rule: 'remote_control_product',
    hit: program('Lcom/zoho/assist/agent/a;'),
    miss: program('Lcom/zoho/crm/a;'),
  },
  {
    rule: 'remote_control_own',
    hit: program(
      'createVirtualDisplay',
      'Landroid/media/projection/MediaProjection;',
      'dispatchGesture',
      'Landroid/accessibilityservice/AccessibilityService;',
      'Ljava/net/Socket;',
    ),
    miss: program('createVirtualDisplay', 'Landroid/media/projection/MediaProjection;', 'Ljava/net/Socket;'),
  },
  {
    rule: 'drainer_unlimited_approval',
    hit: `eth_sendTransaction increaseAllowance ${'f'.repeat(64)}`,
    miss: 'eth_sendTransaction({to, value})',
  },
  {
    rule: 'drainer_permit_collector',
    hit: 'eth_signTypedData_v4 PermitSingle PermitBatch fetch(drainUrl)',
    miss: 'eth_signTypedData_v4 PermitSingle fetch(url)',
  },
  {
    rule: 'seed_phrase_to_telegram',
    hit: 'your mnemonic https://api.telegram.org/bot123456789:TEST/sendMessage',
    miss: 'your mnemonic https://t.me/example',
  },
  {
    rule: 'seed_phrase_form',
    hit: '<p>Enter your 12 word recovery phrase</p> axios.post(u, {mnemonic: m})',
    miss: '<p>Never tell anyone your recovery phrase</p> axios.post(u, {name: m})',
  },
  {
    rule: 'kit_seconds_contract',
    hit: '秒合约 recharge withdraw',
    miss: 'recharge withdraw contract of 30 seconds',
  },
  { rule: 'kit_invite_recharge_withdraw', hit: pages, miss: pages.replace('invite_code', '') },
  {
    rule: 'kit_outcome_control',
    hit: 'order_must_win: true, kline: []',
    miss: 'risk control of orders, kline: []',
  },
];

/** Bytes without order, always the same. */
function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    }),
  );
}

describe.skipIf('why' in loaded)('our YARA rules', () => {
  const { rules, refused } = compileRules(loaded as Yara, [{ name: 'assay.yar', text: ownRules }]);
  const hits = (content: string | Buffer, entry = 'assets/a.js'): string[] =>
    scanRules(rules!, Buffer.from(content), entry).map((hit) => hit.rule);

  it('compile, none of them slow', () => {
    expect(refused).toEqual([]);
  });

  it('are each tested here', () => {
    const all = [...ownRules.matchAll(/^rule (\w+)/gm)].map(([, name]) => name);
    expect(cases.map(({ rule }) => rule).sort()).toEqual(all.sort());
  });

  it('say who wrote them, what a match means and how serious it is', () => {
    for (const { rule, hit, entry } of cases) {
      const found = scanRules(rules!, Buffer.from(hit), entry ?? 'a').find((one) => one.rule === rule);
      expect(found?.meta, rule).toMatchObject({
        author: 'Assay',
        description: expect.stringMatching(/^.{20,200}$/),
        severity: expect.stringMatching(/^(info|low|medium|high)$/),
        reference: expect.stringMatching(/^https:\/\//),
      });
    }
  });

  it.each(cases)('$rule matches what it is for, and not what comes near', ({ rule, hit, miss, entry }) => {
    expect(hits(hit, entry)).toContain(rule);
    expect(hits(miss, entry)).not.toContain(rule);
  });
});
