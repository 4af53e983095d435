/** Kinds of picture that `analyzers/screenshot` tells apart. */
export const pictureKinds = [
  'chat',
  'sms',
  'trading',
  'receipt',
  'job-advert',
  'profile',
  'web-page',
  'identity-document',
  'police-warning',
] as const;
export type PictureKind = (typeof pictureKinds)[number];

/**
 * Words of interfaces and papers that speak for a kind of picture, whatever the language. Compared without case, accents
 * and spaces; Latin words as whole words. Written by us, from the interfaces' own public wording; not checked by native
 * speakers.
 */
export const pictureWords: Readonly<Record<PictureKind, readonly string[]>> = {
  chat: [
    'last seen', 'online', 'typing', 'active now', 'vu a', 'en ligne', 'en linea', 'ult vez', 'visto por ultimo',
    'terakhir dilihat', 'sedang online', 'truy cap', 'vua moi truy cap', '在线', '上線中', '在線', '已读', '已讀',
    'オンライン', '既読', '온라인', '읽음', 'ออนไลน์', 'อ่านแล้ว', 'ទើបតែ', 'អនឡាញ', 'ऑनलाइन', 'متصل الآن', 'آخر ظهور',
    'был(а) в сети', 'был(а) сегодня', 'в сети', 'end to end encrypted', 'bot',
  ],
  sms: [
    'sms', 'text message', 'infosms', 'message texte', 'mensaje de texto', 'mensagem de texto', 'pesan teks',
    'tin nhan', '短信', '簡訊', 'ショートメッセージ', '문자', '문자메시지', 'ข้อความ', 'សារ', 'संदेश', 'رسالة نصية', 'сообщение',
  ],
  trading: [
    'total assets', 'total balance', 'portfolio', 'pnl', 'p&l', 'profit today', 'withdraw', 'deposit', 'leverage', 'futures',
    'spot', 'btc/usdt', 'eth/usdt', 'btcusdt', 'buy long', 'sell short', 'market price', 'order book', 'equity', 'margin',
    'actifs', 'solde total', 'activos', 'saldo total', 'ativos', 'saldo', 'aset', 'tong tai san', '总资产', '總資產', '收益',
    '今日盈亏', '提现', '充值', '合约', '現貨', '交易', '総資産', '損益', '총자산', '수익률', 'สินทรัพย์', 'กำไร', 'الأصول', 'الرصيد', 'активы',
    'баланс', 'плечо', 'कुल संपत्ति',
  ],
  receipt: [
    'receipt', 'transfer successful', 'payment successful', 'transaction id', 'reference', 'beneficiary', 'recipient',
    'amount', 'virement effectue', 'beneficiaire', 'recu', 'reference', 'comprobante', 'transferencia exitosa', 'transferencia realizada',
    'destinatario', 'comprovante', 'pix realizado', 'transferencia enviada', 'bukti transfer', 'transfer berhasil', 'penerima', 'berhasil',
    'chuyen tien thanh cong', 'giao dich thanh cong', 'nguoi nhan', 'nguoi thu huong', 'so tai khoan', 'ma giao dich', '转账成功', '收款人', '收款账号', '交易流水号', '轉帳成功',
    '收款', '付款成功', '振込完了', '振込', '受取人', '이체완료', '송금완료', '받는분', '받는사람', '입금', 'โอนเงินสำเร็จ', 'ผู้รับ',
    'เลขที่รายการ', 'ចំនួនទឹកប្រាក់', 'ផ្ទេរប្រាក់', 'ជោគជ័យ', 'अंतरण सफल', 'भुगतान सफल', 'प्राप्तकर्ता', 'تم التحويل بنجاح', 'المستفيد', 'المرجع', 'перевод выполнен',
    'получатель', 'банк получателя', 'сумма', 'квитанция', 'номер операции',
  ],
  'job-advert': [
    'hiring', 'we are hiring', 'part time', 'part-time', 'work from home', 'daily salary', 'per day', 'no experience', 'salary', 'earn',
    'recrutement', 'recrute', 'travail a domicile', 'sans experience', 'par jour', 'se busca', 'trabajo desde casa', 'sin experiencia', 'al dia', 'empleo',
    'trabalhe em casa', 'vaga', 'vagas', 'renda extra', 'sem experiencia', 'por dia', 'lowongan', 'kerja', 'kerja paruh waktu', 'gaji', 'per hari', 'tuyen dung', 'tuyen', 'cong tac vien', 'viec lam', 'moi ngay',
    'lam tai nha', '招聘', '兼职', '日结', '日薪', '高薪', '急聘', '急募', '徵人', '兼職', '日領', '副業', '在宅', '求人', '高収入', '日払い', '未経験', '재택', '부업', '모집', '일당', '알바', 'รับสมัคร', 'สมัครงาน', 'งานออนไลน์', 'รายได้', 'ต่อวัน',
    'ជ្រើសរើស', 'បុគ្គលិក', 'ប្រាក់ខែ', 'नौकरी', 'भर्ती', 'घर बैठे', 'घर से काम', 'रोज', 'कमाएं', 'प्रतिदिन', 'مطلوب موظفين', 'مطلوب', 'وظيفة', 'العمل من المنزل', 'من المنزل', 'راتب', 'لا حاجة للخبرة',
    'работа на дому', 'подработка', 'вакансия', 'без опыта', 'в день', 'доход',
  ],
  profile: [
    'followers', 'following', 'posts', 'edit profile', 'follow', 'abonnes', 'publications', 'suivre', 'seguidores', 'seguidos',
    'siguiendo', 'publicaciones', 'seguindo', 'publicacoes', 'pengikut', 'mengikuti', 'nguoi theo doi', '粉丝', '关注', '粉絲', '貼文', 'フォロワー', 'フォロー',
    '팔로워', '팔로잉', '게시물', 'ผู้ติดตาม', 'فولو', 'متابع', 'подписчики', 'публикации', 'फ़ॉलोअर',
  ],
  'web-page': [
    'sign in', 'log in', 'login', 'register', 'sign up', 'cookies', 'privacy policy', 'terms of service', 'all rights reserved', 'home about',
    'se connecter', 'iniciar sesion', 'entrar', 'masuk', 'dang nhap', '登录', '登入', 'ログイン', '로그인', 'เข้าสู่ระบบ', 'تسجيل الدخول', 'войти', 'लॉग इन',
  ],
  'identity-document': [
    'passport', 'identity card', 'national id', 'date of birth', 'nationality', 'driver license', 'driving licence', 'place of birth', 'date of expiry',
    'passeport', 'carte nationale', 'date de naissance', 'cedula', 'documento nacional de identidad', 'fecha de nacimiento', 'carteira de identidade', 'data de nascimento',
    'kartu tanda penduduk', 'nik', 'tempat tgl lahir', 'can cuoc cong dan', 'ngay sinh', '居民身份证', '公民身份号码', '身分證', '護照', '护照', '運転免許証', '在留カード', '주민등록증', '여권',
    'บัตรประจำตัวประชาชน', 'หนังสือเดินทาง', 'អត្តសញ្ញាណប័ណ្ណ', 'आधार', 'بطاقة الهوية', 'جواز سفر', 'паспорт', 'дата рождения',
  ],
  'police-warning': [
    'police warning', 'scam alert', 'beware', 'do not transfer', 'anti scam', 'fraud alert', 'report fraud', 'never share', 'cybercrime', 'attention arnaque', 'ne communiquez jamais',
    'alerta de estafa', 'no comparta', 'cuidado', 'golpe', 'nao compartilhe', 'waspada penipuan', 'jangan transfer', 'canh bao lua dao', 'canh giac', '反诈', '反詐', '防诈骗', '防詐騙', '警惕', '谨防',
    '詐欺に注意', '注意喚起', '警察', '사기주의', '경찰청', 'เตือนภัย', 'ระวังมิจฉาชีพ', 'ตำรวจ', 'ប្រយ័ត្ន', 'सावधान', 'साइबर अपराध', 'تحذير', 'احذر', 'الشرطة', 'осторожно мошенники', 'мвд предупреждает',
  ],
};
