import type { LanguageWords } from './language-words.ts';

/** English. Collected by a non-native speaker: please correct. */
export const en: LanguageWords = {
  language: 'en',
  confirmedBy: null,
  regions: ['US', 'GB', 'IN', 'AU', 'CA', 'SG', 'PH', 'NG', 'ZA', 'MY', 'NZ', 'IE', 'HK', 'AE', 'GH', 'KE', 'PK', 'BD'],
  words: {
    phone: ['call', 'text', 'contact number', 'phone number', 'telephone', 'dial', 'ring', 'helpline', 'toll free', 'toll-free', 'cell', 'reach us', 'my number', 'new number', 'text me', 'call me', 'fax'],
    account: ['account', 'beneficiary account', 'account num', 'bank acct', 'payee account', 'deposit to', 'bank transfer'],
    invite: ['invite code', 'invitation code', 'referral code', 'refer code', 'promo code', 'promocode', 'bonus code', 'coupon code', 'voucher code', 'invite friends', 'invitation', 'referral id', 'use code', 'enter code', 'using code', 'enter the code', 'use the code', 'use my code', 'with code', 'code word', 'recommendation code', 'agent code', 'discount code', 'sign up code', 'registration code', 'with the code', 'gift code', 'invite', 'my code', 'partner code', 'sponsor id', 'sponsor code', 'upline'],
    code: ['code'],
    otp: ['ref code', 'reference code', 'verification code', 'one-time code', 'one time code', 'security code', 'passcode', 'password', 'confirmation code', 'login code', 'auth code', 'sort code', 'zip code', 'post code', 'postal code', 'area code', 'country code', 'qr code', 'bar code', 'error code', 'swift code', 'bank code', 'branch code', 'routing number', 'source code', 'dress code', 'unlock code', 'access code', 'verify code', 'authentication code', 'pin code', 'ifsc code', 'routing no'],
    reference: ['reference', 'reference no', 'transaction id', 'order number', 'order no', 'tracking number', 'invoice', 'booking', 'receipt no', 'case number', 'ticket', 'serial', 'badge', 'passport', 'policy number', 'parcel', 'date', 'case no', 'file no', 'license no', 'registration no', 'transaction no', 'flight', 'customer id', 'employee id', 'id number', 'member id', 'followers', 'posts', 'imei', 'version', 'room', 'meeting id', 'credit score', 'certificate no'],
    card: ['card', 'card ending', 'credit card number'],
    transaction: ['transaction', 'blockchain hash', 'transaction hash id'],
  },
  common: ['the', 'and', 'you', 'your', 'is', 'to', 'of', 'for', 'with', 'this', 'are', 'have', 'please', 'will', 'my', 'we', 'our', 'not', 'only', 'here', 'was', 'that', 'from', 'call'],
};
