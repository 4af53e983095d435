import type { LanguageWords } from './language-words.ts';

/** Korean. Collected by a non-native speaker: please correct. */
export const ko: LanguageWords = {
  language: 'ko',
  confirmedBy: null,
  regions: ['KR'],
  words: {
    telegram: ['텔레그램', '텔레', '텔그'],
    kakaotalk: ['카카오톡', '카톡', '카카오', '카톡아이디', '카카오톡 아이디'],
    line: ['라인', '라인아이디'],
    whatsapp: ['왓츠앱', '왓츠'],
    wechat: ['위챗'],
    instagram: ['인스타', '인스타그램'],
    phone: ['전화', '연락처', '문의', '휴대폰', '전화번호', '번호', '상담', '문자', '고객센터', '핸드폰'],
    account: ['계좌', '계좌번호', '입금계좌', '입금 계좌', '송금', '은행', '입금'],
    invite: ['추천인 코드', '추천인코드', '초대코드', '초대 코드', '추천코드', '가입코드', '가입 코드', '쿠폰코드', '추천인', '추천 코드', '프로모션 코드', '친구 초대', '코드번호'],
    code: ['코드'],
    otp: ['인증번호', '인증 번호', '비밀번호', '인증코드', '보안코드', '우편번호', '확인코드'],
    reference: ['주문번호', '운송장', '운송장번호', '거래번호', '접수번호', '일시', '거래일시', '송장번호', '사건번호', '승인번호', '사업자번호', '주민번호'],
    card: ['카드번호', '카드', '신용카드'],
  },
};
