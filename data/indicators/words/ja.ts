import type { LanguageWords } from './language-words.ts';

/** Japanese. Collected by a non-native speaker: please correct. */
export const ja: LanguageWords = {
  language: 'ja',
  confirmedBy: null,
  regions: ['JP'],
  words: {
    line: ['ライン', 'ラインid'],
    telegram: ['テレグラム'],
    whatsapp: ['ワッツアップ'],
    kakaotalk: ['カカオトーク', 'カカオ'],
    instagram: ['インスタ', 'インスタグラム'],
    wechat: ['微信', 'ウィーチャット'],
    phone: ['電話', '電話番号', 'お電話', '携帯', '連絡先', 'tel', 'フリーダイヤル', 'お問い合わせ'],
    account: ['口座番号', '口座', '振込先', '普通', '当座', '振込口座', '普通預金'],
    invite: ['招待コード', '紹介コード', 'クーポンコード', 'プロモコード', '友達招待', '登録コード', 'キャンペーンコード', '招待'],
    code: ['コード'],
    otp: ['認証コード', '暗証番号', 'パスワード', '確認コード', '認証番号', '郵便番号', 'セキュリティコード', 'ワンタイムパスワード', '確認番号'],
    reference: ['受付番号', '注文番号', '追跡番号', '伝票番号', '取引番号', '日時', '管理番号', '問い合わせ番号', '会員番号', '番号', '手数料', '支店番号', '店番'],
    transaction: ['ハッシュ', 'トランザクション'],
    card: ['カード番号', 'クレジットカード'],
  },
};
