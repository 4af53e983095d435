import { describe, expect, it } from 'vitest';
import { findIndicators } from './index.ts';

const values = (text: string, options = {}): string[] =>
  findIndicators(text, options).map(({ kind, subtype, value }) =>
    [kind, subtype, value].filter(Boolean).join(' '),
  );

describe('account names take their platform from the words around', () => {
  it.each([
    ['Customer service on Telegram @task_manager_21', ['handle telegram task_manager_21']],
    ['Telegram：@nexora_cs6667', ['handle telegram nexora_cs6667']],
    ['@lucky_mentor (Telegram)', ['handle telegram lucky_mentor']],
    ['加微信：kf_ark7032', ['handle wechat kf_ark7032']],
    ['加LINE ID：gtdn3511 由專員為您服務', ['handle line gtdn3511']],
    ['แอดไลน์ krrk1432', ['handle line krrk1432']],
    ['LINE: @abc1234x', ['handle line @abc1234x']],
    ['카카오톡 ID: asfrb831', ['handle kakaotalk asfrb831']],
    ['टेलीग्राम @support21', ['handle telegram support21']],
    ['تواصل عبر تيليجرام @lucky_mentor9911', ['handle telegram lucky_mentor9911']],
    ['联系QQ 123456789', ['handle qq 123456789']],
    ['Instagram: crypto.queen_88', ['handle instagram crypto.queen_88']],
    ['Skype live:.cid.1a2b3c4d', ['handle skype live:.cid.1a2b3c4d']],
    ['Admin: @nexora_cs_16', ['handle nexora_cs_16']],
    ['t.me/profitroom448', ['handle telegram profitroom448']],
    ['https://t.me/+AbCdEfGhIjKl', ['group-link telegram https://t.me/+AbCdEfGhIjKl']],
    ['https://wa.me/85251234441?text=hi', ['phone whatsapp +85251234441']],
    ['https://line.me/ti/p/~abc123', ['handle line abc123']],
    ['https://www.facebook.com/groups/12345', ['group-link facebook https://www.facebook.com/groups/12345']],
    ['https://www.facebook.com/sharer.php?u=x', ['url https://www.facebook.com/sharer.php?u=x']],
    [
      'https://play.google.com/store/apps/details?id=com.fake.trade',
      [
        'store-link google-play https://play.google.com/store/apps/details?id=com.fake.trade',
        'package com.fake.trade',
      ],
    ],
    ['https://dl.bad.example/trade.apk', ['url app-download https://dl.bad.example/trade.apk']],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    'Signal strength is good. Draw a line here123',
    'Join our Telegram group today and follow us on Instagram, please',
    '@media only screen @Override',
  ])('nothing is found in: %s', (text) => {
    expect(values(text)).toEqual([]);
  });

  it('in code a sign alone names nobody', () => {
    expect(values('@SerializedName("x") @username', { mode: 'code' })).toEqual([]);
    expect(values('telegram: @scam_support', { mode: 'code' })).toEqual(['handle telegram scam_support']);
  });
});

describe('invite codes are told by the word before them', () => {
  it.each([
    ['use my invite code 2TAG6C', '2TAG6C'],
    ['code de parrainage QPGV3L', 'QPGV3L'],
    ['dile el código D9S5NQ', 'D9S5NQ'],
    ['邀请码 3USX4Q', '3USX4Q'],
    ['邀请好友: 9G49SA', '9G49SA'],
    ['招待コード 5NKPQB', '5NKPQB'],
    ['추천인 코드\nDMFVWG', 'DMFVWG'],
    ['और कोड AUC48N डालें', 'AUC48N'],
    ['промокод G37XL6', 'G37XL6'],
    ['ใส่โค้ด EAT99 ใช้ได้ถึง', 'EAT99'],
    ['Use code "HOT" to get $3,450', 'HOT'],
    ['kode undangan: 66VJTS', '66VJTS'],
    ['ma moi QG6MRX', 'QG6MRX'],
  ])('%s', (text, code) => {
    expect(values(text)).toEqual([`invite-code ${code}`]);
  });

  it.each([
    'Your one-time code is 448120. Never share it.',
    'Su código de verificación es 448120',
    '您的验证码是448120',
    'รหัส OTP ของคุณคือ 448120',
    'លេខកូដផ្ទៀងផ្ទាត់របស់អ្នកគឺ 448120',
    'Scan the QR code BELOW',
    'dress code SMART',
    'Your OTP is 441109 (Ref code JXGE).',
  ])('no code is found in: %s', (text) => {
    expect(values(text)).toEqual([]);
  });
});
