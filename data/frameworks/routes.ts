/** What a screen or a server route of an investment app is for. */
export type RouteTopic = 'invite' | 'kyc' | 'deposit' | 'withdraw' | 'invest' | 'service';

/**
 * Segments of routes (`/pages/recharge/index`, `/api/v1/user/withdrawApply`), lower case, compared with whole words: a
 * route is cut at signs and at capitals first. Own knowledge of public uni-app and H5 exchange templates.
 */
export const routeWords: Readonly<Record<RouteTopic, readonly string[]>> = {
  invite: ['invite', 'invitation', 'invitecode', 'invitationcode', 'invited', 'referral', 'refer', 'agent', 'promotion', 'yaoqing'],
  kyc: ['kyc', 'realname', 'idcard', 'idcards', 'identity', 'identification', 'certification', 'authentication', 'verified', 'passport', 'shiming'],
  deposit: ['deposit', 'deposits', 'recharge', 'topup', 'chongzhi', 'chargecoin', 'chongbi'],
  withdraw: ['withdraw', 'withdrawal', 'withdrawals', 'cashout', 'tixian', 'tibi', 'withdrawapply'],
  invest: ['trade', 'trading', 'kline', 'futures', 'contract', 'contracts', 'lever', 'leverage', 'microtrade', 'seconds', 'binary', 'staking', 'mining', 'ieo', 'subscription', 'position', 'positions', 'quotation', 'quote', 'quotes', 'fund', 'funds', 'stock', 'stocks', 'coin', 'coins', 'usdt', 'option', 'options', 'invest', 'investment', 'profit', 'earnings', 'licai'],
  service: ['kefu', 'customerservice', 'onlineservice', 'customer', 'livechat', 'support'],
};

/** What users read, per language. A text that holds one of them counts once for the topic. */
export const screenWords: Readonly<Record<RouteTopic, Readonly<Record<string, readonly string[]>>>> = {
  invite: {
    en: ['invitation code', 'invite code', 'referral code', 'invite friends'], zh: ['邀请码', '推荐码', '邀請碼', '推薦碼', '邀请好友'], vi: ['mã mời', 'mã giới thiệu'], th: ['รหัสเชิญ', 'รหัสแนะนำ'],
    id: ['kode undangan', 'kode referral'], es: ['código de invitación', 'código de referido'], pt: ['código de convite', 'código de indicação'], ja: ['招待コード', '紹介コード'], ko: ['초대 코드', '초대코드', '추천인 코드', '추천 코드'], ru: ['код приглашения', 'реферальный код', 'пригласительный код'], ar: ['رمز الدعوة', 'كود الدعوة'], hi: ['आमंत्रण कोड', 'निमंत्रण कोड'],
  },
  kyc: {
    en: ['kyc', 'identity verification', 'verify your identity', 'real-name', 'real name authentication', 'upload id', 'id card front', 'front of id', 'front of your id', 'back of id', 'hold your id', 'holding id', 'passport photo'], zh: ['实名认证', '身份认证', '身份证正面', '身份证反面', '手持身份证', '實名認證', '身份驗證', '身分證', '上传证件', '护照'], vi: ['xác minh danh tính', 'cccd mặt trước', 'căn cước công dân', 'xác thực danh tính'], th: ['ยืนยันตัวตน', 'บัตรประชาชน'],
    id: ['verifikasi identitas', 'foto ktp', 'unggah ktp'], es: ['verificación de identidad', 'verificar identidad', 'documento de identidad'], pt: ['verificação de identidade', 'documento de identidade', 'foto do rg'], ja: ['本人確認', '身分証明書'], ko: ['본인 인증', '실명 인증', '신분증'], ru: ['верификация личности', 'подтверждение личности', 'фото паспорта'], ar: ['التحقق من الهوية', 'بطاقة الهوية'], hi: ['पहचान सत्यापन', 'केवाईसी', 'आधार कार्ड'],
  },
  deposit: {
    en: ['deposit now', 'recharge', 'top up', 'deposit address', 'deposit amount', 'deposit usdt', 'minimum deposit', 'first deposit'], zh: ['充值', '充币', '入金', '儲值', '充幣', '充值地址'], vi: ['nạp tiền', 'nạp usdt'], th: ['เติมเงิน', 'ฝากเงิน'],
    id: ['isi ulang', 'deposit sekarang', 'setor dana'], es: ['recargar', 'depositar', 'depósito mínimo'], pt: ['recarregar', 'depositar', 'depósito mínimo'], ja: ['入金', 'チャージ'], ko: ['입금', '충전'], ru: ['пополнить', 'пополнение', 'внести депозит'], ar: ['إيداع', 'شحن الرصيد'], hi: ['जमा करें', 'रिचार्ज'],
  },
  withdraw: {
    en: ['withdraw', 'withdrawal amount', 'withdrawal address', 'withdrawal fee', 'cash out'], zh: ['提现', '提币', '出金', '提現', '提幣', '提款'], vi: ['rút tiền'], th: ['ถอนเงิน'],
    id: ['tarik dana', 'penarikan'], es: ['retirar', 'retiro'], pt: ['sacar', 'saque', 'retirada'], ja: ['出金'], ko: ['출금'], ru: ['вывести', 'вывод средств'], ar: ['سحب'], hi: ['निकासी', 'पैसे निकालें'],
  },
  invest: {
    en: ['k-line', 'candlestick', 'leverage', 'margin level', 'open position', 'take profit', 'stop loss', 'usdt', 'daily income', 'daily profit', 'annualized', 'staking', 'buy long', 'buy up', 'sell short', 'total assets', 'futures', 'liquidity mining', 'return rate', 'vip level'], zh: ['杠杆', 'k线', '止盈', '止损', '买涨', '买跌', '合约', '秒合约', '总资产', '收益率', '日收益', '理财', '挖矿', '质押', '配资', '新股申购', '槓桿', '持仓'], vi: ['đòn bẩy', 'lợi nhuận', 'chốt lời', 'cắt lỗ'], th: ['เลเวอเรจ', 'กำไร', 'ลงทุน'],
    id: ['keuntungan harian', 'investasi'], es: ['apalancamiento', 'ganancia diaria', 'invertir'], pt: ['alavancagem', 'rendimento diário', 'investir'], ja: ['レバレッジ', '利確', '損切り', '投資'], ko: ['레버리지', '수익률', '투자'], ru: ['кредитное плечо', 'доходность', 'инвестиции'], ar: ['الرافعة المالية', 'أرباح يومية', 'استثمار'], hi: ['लाभ', 'निवेश'],
  },
  service: {
    en: ['online customer service', 'contact customer service', 'customer support chat'], zh: ['在线客服', '联系客服', '線上客服', '聯繫客服'], vi: ['chăm sóc khách hàng', 'cskh'], th: ['ฝ่ายบริการลูกค้า'],
    id: ['layanan pelanggan', 'hubungi cs'], es: ['servicio al cliente', 'atención al cliente'], pt: ['atendimento ao cliente'], ja: ['カスタマーサービス'], ko: ['고객센터', '고객 센터'], ru: ['служба поддержки'], ar: ['خدمة العملاء'], hi: ['ग्राहक सेवा'],
  },
};
