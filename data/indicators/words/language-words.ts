/**
 * What a word beside a value says the value is. Platform names mark handles and phone numbers; `otp` and `reference` mark
 * numbers that are none of what we look for, so that the nearest word can also speak against.
 */
export type Label =
  | 'telegram'
  | 'whatsapp'
  | 'line'
  | 'wechat'
  | 'zalo'
  | 'kakaotalk'
  | 'signal'
  | 'instagram'
  | 'facebook'
  | 'viber'
  | 'skype'
  | 'x'
  | 'discord'
  | 'qq'
  | 'tiktok'
  | 'phone'
  | 'account'
  | 'invite'
  | 'code'
  | 'otp'
  | 'reference'
  | 'upi'
  | 'pix'
  | 'paynow'
  | 'promptpay'
  | 'alipay'
  | 'cashapp'
  | 'mobile-money'
  | 'card'
  | 'transaction'
  | 'package'
  | 'solana'
  | 'clabe'
  | 'cbu'
  | 'tax-id';

/** One language's words. Write them in lower case; accents and spaces may be missing in the text that is searched. */
export interface LanguageWords {
  /** BCP 47: `en`, `zh-Hant`… `und` for what is the same in all. */
  readonly language: string;
  /** Name of the native speaker who read the list; null: nobody has, treat with care. */
  readonly confirmedBy: string | null;
  /** Countries where a number without its country code is looked for, most likely first (ISO 3166). */
  readonly regions: readonly string[];
  readonly words: Readonly<Partial<Record<Label, readonly string[]>>>;
  /** Frequent small words that tell the language from others in the same script. */
  readonly common?: readonly string[];
}
