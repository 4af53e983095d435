import { describe, expect, it } from 'vitest';
import { ruleFiles } from '../../data/scam/rules/index.ts';
import { readAccount, scamRules, tellAccount } from './index.ts';
import { loadRules } from './load-rules.ts';

const stagesOf = (...texts: string[]): string[] =>
  readAccount(
    texts.map((text) => ({ text })),
    scamRules(),
  ).stages.map(({ stage }) => stage);

describe('the stages of a scheme are found in the words of many languages', () => {
  it.each([
    ['en', 'Sir, you must pay 15% tax before you can withdraw your balance.', 'withdrawal-blocked'],
    ['en', 'Hi mum, my phone broke. This is my new number, can you text me', 'family-emergency'],
    ['zh-Hans', '您的账户已被冻结，需要先缴纳保证金才能提现', 'withdrawal-blocked'],
    ['zh-Hant', '加入群組，老師帶單，保證獲利', 'promised-gain'],
    ['ja', '出金するには、まず所得税を支払ってください', 'withdrawal-blocked'],
    ['ko', '출금하려면 먼저 수수료를 입금해 주세요', 'withdrawal-blocked'],
    ['es', 'Su cuenta está bloqueada: debe pagar el impuesto para retirar los fondos', 'withdrawal-blocked'],
    ['fr', 'Transférez vos économies sur le compte sécurisé', 'safe-account'],
    ['pt', 'Pague a taxa para liberar o saque do seu saldo', 'withdrawal-blocked'],
    ['id', 'Kerja paruh waktu dari rumah, gaji 500rb per hari, cukup HP', 'job-offer'],
    ['vi', 'Việc nhẹ lương cao, tuyển cộng tác viên online', 'job-offer'],
    ['th', 'ต้องจ่ายค่าธรรมเนียมก่อนถอน บัญชีถูกอายัด ชำระภาษี', 'withdrawal-blocked'],
    ['ru', 'Переведите деньги на безопасный счет', 'safe-account'],
    ['ar', 'يجب دفع ضريبة قبل سحب أموالك', 'withdrawal-blocked'],
    ['hi', 'आपको डिजिटल अरेस्ट किया गया है', 'authority-claim'],
    ['km', 'អ្នកត្រូវបង់ពន្ធ មុនពេលដកប្រាក់ ត្រូវបង់ថ្លៃសេវា ទើបដោះសោ', 'withdrawal-blocked'],
  ])('%s: %s', (_, text, stage) => {
    expect(stagesOf(text)).toContain(stage);
  });

  it('reads a text whose spaces and accents were lost', () => {
    expect(stagesOf('debepagarelimpuestopararetirarlosfondos')).toContain('withdrawal-blocked');
  });

  it('names the kind that its stages fit best, from several messages', () => {
    const account = readAccount(
      [
        { text: 'Complete 40 tasks and earn commission every day' },
        { text: 'Your balance is negative, please top up to continue' },
        { text: 'You can withdraw after you pay the deposit' },
      ],
      scamRules(),
    );
    expect(account.kind).toBe('job-task');
  });
});

describe('ordinary talk, codes and warnings are not called a scam', () => {
  it.each([
    ['See you at eight, I will pay the taxi.'],
    ['Your verification code is 448120. Do not tell anyone.'],
    ['Never transfer money to a so-called safe account. The bank will never ask for that.'],
    ['Police advise the public: scammers may ask you to pay a tax before you can withdraw.'],
    ['警方提醒：要求缴纳保证金才能提现的都是诈骗，请勿转账'],
    ['The taxidermist added a syntax note.'],
  ])('%s', (text) => {
    expect(stagesOf(text)).toEqual([]);
  });

  /** What a report would say of a text: verbal support begins at 2. */
  const ratioOf = (text: string): number =>
    readAccount([{ text }], scamRules()).stages.reduce((product, { ratio }) => product * ratio, 1);

  it.each([
    ['a price list', 'Deposit fees: none. Withdrawal fee: 1 USD for each transfer.'],
    ['a bank abroad', 'You will pay a 2% fee when you withdraw cash at a machine abroad.'],
    ['a broker', 'Your account is below the margin requirement. Please deposit funds by Friday.'],
    ['a broker on risk', 'Past returns are not guaranteed and you may lose your capital.'],
    ['a textbook', 'The risk-free rate is subtracted from the return of the investment.'],
    ['a subscription', 'Your account is on hold because your last payment failed. Update your card.'],
    ['IT support', 'To unlock your account, call the help desk. We may ask you to open TeamViewer.'],
    ['a pension', 'You may have to pay income tax on what you take from your pension.'],
    ['a landlord', 'The security deposit will be refunded when you move out.'],
    ['a mortgage', 'Ask us about a mortgage for first buyers with a small deposit.'],
    ['an employer', 'Part-time position, flexible hours, paid per hour, no experience required.'],
    ['a game', 'Complete all missions to earn rewards every day.'],
    ['a shop', 'Get 10 points for every order. Pay a deposit to complete your order.'],
    ['a phone company', 'Your balance is negative. Top up to keep calling.'],
    ['news', 'The court issued an arrest warrant; customs seized a package with illegal drugs.'],
    ['terms of use', 'The account must not be used for illegal purposes.'],
    ['a call centre', 'Please do not hang up, stay on the line.'],
    ['friends', "Don't tell anyone, it is a surprise!"],
    ['a friend', 'Can you send me money for the bill, I will pay you back today'],
    ['es, a company', 'La junta aprobó ampliar el capital de la sociedad.'],
    ['es, an employer', 'Buscamos camarero, no se requiere experiencia.'],
    ['es, news', 'El juez dictó una orden de detención por blanqueo.'],
    ['fr, a bank', 'Les frais de retrait à l’étranger sont de 2 %.'],
    ['fr, a friend', 'C’est mon nouveau numéro, à bientôt !'],
    ['fr, a parcel', 'Le coursier passera récupérer le colis demain.'],
    ['pt, a call centre', 'Por favor não desligue, em breve vamos atender.'],
    ['pt, a bank', 'A taxa de saque em terminais é de R$ 5.'],
    ['ru, a bank', 'Пополните вклад до конца месяца. Комиссия за вывод — 1 %.'],
    ['ru, news', 'Возбуждено уголовное дело против бывшего министра.'],
    ['ru, a landlord', 'Взносы на капремонт идут на специальный счёт дома.'],
    ['zh, news', '警方为群众挽回损失三百万元，嫌疑人涉嫌洗钱犯罪。'],
    ['zh, business', '公司将加大投入，增加投资。'],
    ['zh, a phone company', '您的余额不足，请及时充值。'],
    ['zh, a tender', '投标人应缴纳保证金。'],
    ['zh, a meeting', '请打开会议软件，共享屏幕。'],
    ['zh, wallet', '提现需要支付手续费。'],
  ])('%s: at most an ordinary phrase', (_, text) => {
    expect(ratioOf(text)).toBeLessThan(2);
  });

  it.each([
    ['ru', 'Мошенники пытаются украсть деньги. Переведите их на безопасный счет.', 'safe-account'],
    ['en', 'Scammers are trying to use your account. Move your money to a safe account now.', 'safe-account'],
    ['zh-Hans', '骗子正在盗用您的信息，请把钱转到安全账户', 'safe-account'],
    ['th', 'ต้องจ่ายค่าธรรมเนียมก่อนถอน บัญชีถูกอายัด ชำระภาษี แล้วส่ง otp มา', 'withdrawal-blocked'],
    ['zh-Hans', '您需要先缴纳保证金11001元才能提现', 'withdrawal-blocked'],
  ])('%s: naming fraud or a code does not make a text a warning', (_, text, stage) => {
    expect(stagesOf(text)).toContain(stage);
  });

  it('does not read phrases into codes and addresses', () => {
    const noise = Array.from(
      { length: 400 },
      (_, at) => `0x${(at * 7_919_777).toString(16).repeat(7)}otp9110`,
    );
    const account = readAccount([{ text: noise.join(' ') }], scamRules());
    expect([account.stages.length, account.warnings.length]).toEqual([0, 0]);
  });

  it('shows what it set aside, and why', () => {
    const account = readAccount([{ text: 'Never pay a fee to withdraw your money.' }], scamRules());
    expect(account.setAside).toMatchObject([{ stage: 'withdrawal-blocked', why: 'negated' }]);
    expect(tellAccount(account, () => undefined)).toMatchObject([{ id: 'scam/turned-round' }]);
  });

  it('does not let a warning in one message clear the others of a conversation', () => {
    const account = readAccount(
      [
        { text: 'Police advise the public: beware of scams.' },
        { text: 'Pay the unfreeze fee to withdraw your money.' },
      ],
      scamRules(),
    );
    expect(account.stages.map(({ stage }) => stage)).toEqual(['withdrawal-blocked']);
    expect(account.warnings).toHaveLength(1);
  });
});

describe('findings quote the words and say how far they carry', () => {
  it('gives the quoted line, its language, its place and a ratio with its basis', () => {
    const text = 'Hello dear.\nPay the tax now and then you can withdraw.\nBye';
    const [finding] = tellAccount(readAccount([{ text }], scamRules()), (hit) => ({
      kind: 'text',
      start: hit.start,
      end: hit.end,
    }));
    expect(finding).toMatchObject({
      id: 'scam/withdrawal-blocked',
      severity: 'medium',
      support: { question: 'scam-content', ratio: 8, kind: 'investment' },
    });
    expect(finding?.detail).toContain(
      '“Pay the tax now and then you can withdraw.” (en, phrase not confirmed',
    );
    expect(finding?.locations[0]).toEqual({ kind: 'text', start: 12, end: text.indexOf('.\nBye') });
  });
});

describe('a rule file can be edited without code, and says what is wrong with it', () => {
  it('all that come with Assay hold, and are used as they stand', () => {
    const checked = loadRules(ruleFiles);
    expect(scamRules().phrases).toEqual(checked.phrases);
    expect(scamRules().versions).toEqual(checked.versions);
  });

  const file = (stages: unknown): { name: string; content: unknown } => ({
    name: 'xx.json',
    content: { language: 'xx', name: 'Test', version: '1.0.0', negations: [], warnings: [], stages },
  });
  it.each([
    [file({ 'no-such-stage': { strong: ['abc'] } }), /xx\.json.*no-such-stage/],
    [file({ grooming: { strong: ['a|b'] } }), /grooming.*Only words/],
    [file({ grooming: { strong: ['good ... (a/b)'] } }), /Test.*fewer than two letters/],
  ])('%#', (content, words) => {
    expect(() => loadRules([content])).toThrow(words);
  });
});

describe('hostile text costs linear time', () => {
  const LIMIT_MS = 5000;
  it.each([
    ['one phrase over and over', 'pay the tax before you can withdraw '.repeat(28_000)],
    ['first halves of phrases', 'pay tax '.repeat(125_000)],
    ['one letter', 'a'.repeat(1_000_000)],
    ['combining marks', `a${'\u0301'.repeat(999_999)}`],
    ['negations', 'never pay '.repeat(100_000)],
  ])('a megabyte of %s', (_, text) => {
    const begun = performance.now();
    const { stages } = readAccount([{ text }], scamRules());
    expect(performance.now() - begun).toBeLessThan(LIMIT_MS);
    expect(stages.every(({ hits }) => hits.length <= 50)).toBe(true);
  });

  it('many messages that each hold a phrase', () => {
    const passages = Array.from({ length: 60_000 }, () => ({ text: 'cannot withdraw' }));
    const started = process.cpuUsage();
    const { stages } = readAccount(passages, scamRules());
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(5);
    expect(stages[0]?.hits).toHaveLength(50);
  });
});
