import type { LanguageWords } from './language-words.ts';

/** Chinese in traditional characters. Collected by a non-native speaker: please correct. */
export const zhHant: LanguageWords = {
  language: 'zh-Hant',
  confirmedBy: null,
  regions: ['TW', 'HK', 'MO'],
  words: {
    telegram: ['電報', '飛機', '紙飛機'],
    wechat: ['微信', '微信號'],
    line: ['賴', '加賴', '加line'],
    phone: ['電話', '手機', '手機號碼', '撥打', '聯絡電話', '專線', '號碼', '聯絡方式', '致電', '來電', '門號', '市話'],
    account: ['帳號', '帳戶', '匯款帳號', '銀行帳號', '轉帳', '收款帳號', '銀行戶口', '戶口', '戶口號碼', '匯款', '賬號', '賬戶'],
    invite: ['邀請碼', '推薦碼', '優惠碼', '註冊碼', '邀請好友', '推廣碼', '推薦人', '兌換碼', '邀請'],
    code: ['代碼', '碼'],
    otp: ['驗證碼', '密碼', '識別碼', '認證碼', '郵遞區號', '條碼', '二維碼', '取件碼'],
    reference: ['流水號', '訂單編號', '訂單號', '單號', '編號', '時間', '包裹', '日期', '統編', '統一編號', '身分證', '交易序號'],
    transaction: ['交易雜湊', '雜湊值'],
    card: ['信用卡', '卡號', '金融卡'],
  },
};
