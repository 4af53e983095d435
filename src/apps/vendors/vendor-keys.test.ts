import { expect, it } from 'vitest';
import { formedKeyRules } from '../../../data/vendors/index.ts';
import type { AppText } from '../texts/app-text.ts';
import { watchVendorKeys } from './vendor-keys.ts';

const keysOf = (text: string, name?: string): string[] => {
  const watch = watchVendorKeys();
  const seen: AppText = {
    text,
    location: { kind: 'entry', path: 'x' },
    how: 'test',
    origin: 'resource',
    ...(name ? { name } : {}),
  };
  watch.see(seen);
  return watch.keys.map(({ vendor, value, secret }) => `${vendor.id}${secret ? '!' : ''} ${value}`);
};
const hex = (length: number): string => '0123456789abcdef'.repeat(8).slice(0, length);

it.each([
  ['google_app_id', `1:123456789012:android:${hex(16)}`, `firebase 1:123456789012:android:${hex(16)}`],
  ['gcm_defaultSenderId', '123456789012', 'firebase 123456789012'],
  ['JPUSH_APPKEY', hex(24), `jpush ${hex(24)}`],
  ['UMENG_APPKEY', hex(24), `umeng ${hex(24)}`],
  ['com.openinstall.APP_KEY', 'a1b2c3d4', 'openinstall a1b2c3d4'],
  ['com.netease.nim.appKey', hex(32), `netease-im ${hex(32)}`],
  ['agora_app_id', hex(32), `agora ${hex(32)}`],
  ['com.facebook.sdk.ApplicationId', 'fb1234567890123456', 'facebook 1234567890123456'],
  [
    'CodePushDeploymentKey',
    'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789',
    'codepush aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789',
  ],
  [
    'onesignal_app_id',
    '01234567-89ab-4def-8123-456789abcdef',
    'onesignal 01234567-89ab-4def-8123-456789abcdef',
  ],
])('knows the key under %s', (name, value, expected) => {
  expect(keysOf(value, name)).toContain(expected);
});

it.each([
  [`https://embed.tawk.to/${hex(24)}/default`, `tawk ${hex(24)}`],
  ['https://direct.lc.chat/1234567/', 'livechat 1234567'],
  ['__UNI__1A2B3C4', 'dcloud __UNI__1A2B3C4'],
  ['eu-west-1:01234567-89ab-4def-8123-456789abcdef', 'aws eu-west-1:01234567-89ab-4def-8123-456789abcdef'],
  ['LTAI4FakeFakeFake12345', 'alibaba-cloud LTAI4FakeFakeFake12345'],
  [
    `bot 123456789:AA${'b1-_C'.repeat(7).slice(0, 33)} x`,
    `telegram! 123456789:AA${'b1-_C'.repeat(7).slice(0, 33)}`,
  ],
])('knows %s by its form', (text, expected) => {
  expect(keysOf(text)).toContain(expected);
});

it('has a hint for every rule by form, so that most texts cost one test', () => {
  expect(formedKeyRules.filter(({ hint }) => !hint)).toEqual([]);
});

it('takes neither placeholders, nor short numbers, nor a library’s words for keys', () => {
  expect(keysOf('your_app_key', 'JPUSH_APPKEY')).toEqual([]);
  expect(keysOf('0'.repeat(32), 'agora_app_id')).toEqual([]);
  expect(keysOf('12', 'sdkappid')).toEqual([]);
});

it('flags values that give access by their name, and not words under such names', () => {
  const watch = watchVendorKeys();
  const see = (name: string, text: string): void =>
    watch.see({ text, name, location: { kind: 'entry', path: 'x' }, how: 'test', origin: 'script' });
  see('accessKeySecret', 'Zk3mPq81LsTzVbN40cRwXyA7d2HfGj');
  see('client_secret', 'CLIENT_SECRET');
  see('secretKey', 'please enter');
  expect(watch.secrets.map(({ name }) => name)).toEqual(['accessKeySecret']);
});
