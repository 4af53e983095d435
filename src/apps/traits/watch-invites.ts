import type { AppText } from '../texts/app-text.ts';
import { isOfLibrary } from '../texts/library-owner.ts';

export interface InviteCode {
  readonly code: string;
  readonly text: AppText;
  readonly how: string;
  /** The parameter of a link that has to do with referring, and neither with inviting nor with registering. */
  readonly fromReferral?: true;
}

export interface InviteWatch {
  see(text: AppText): void;
  readonly codes: readonly InviteCode[];
}

const carrier = /(invit(e|ation)_?-?code|referral_?-?code|invite_?-?id|promo_?-?code|邀请码|邀請碼|推荐码)$/i;
const inLink =
  /[?&/#](?:invit(?:e|ation)(?:_?code)?|inviter|ref(?:erral)?(?:_?code)?|yqm)=([A-Za-z0-9]{4,16})(?![\w-])/i;
const about = /invit|yqm|regist|sign-?up|邀请|注册/i;
const code = /^[A-Za-z0-9]{4,12}$/;
const MOST = 50;

/** Invitation codes written into an app: values under such a name, and parameters of links. Words are no codes. */
export function watchInvites(): InviteWatch {
  const codes = new Map<string, InviteCode>();
  const note = (
    value: string | undefined,
    text: AppText,
    how: string,
    more: Pick<InviteCode, 'fromReferral'> = {},
  ): void => {
    if (value === undefined || codes.size >= MOST || codes.has(value)) return;
    if (/\d/.test(value) || /^[A-Z]{4,12}$/.test(value))
      codes.set(value, { code: value, text, how, ...more });
  };
  return {
    see(text) {
      if (text.text.length > 2000 || isOfLibrary(text)) return;
      if (text.name !== undefined && code.test(text.text) && carrier.test(text.name))
        note(text.text, text, `value of ${text.name.slice(0, 80)}`);
      else if (text.text.includes('='))
        note(
          inLink.exec(text.text)?.[1],
          text,
          'parameter of a link',
          about.test(text.text) ? {} : { fromReferral: true },
        );
    },
    get codes() {
      return [...codes.values()];
    },
  };
}
